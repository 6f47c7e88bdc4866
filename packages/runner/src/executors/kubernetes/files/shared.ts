import { relative, sep } from 'node:path';
import { askToStop, type ExecutorJob } from '../../executor.ts';
import type { SharedFolder } from '../settings.ts';
import type { FileCarrier, JobFiles } from './files.ts';

const VOLUME = 'shared';
const TERM_GRACE_S = 10;

/** Input and output stay where they are: pods have the same folder, by a claim or by a path of their node. */
export class SharedFiles implements FileCarrier {
  readonly #shared: SharedFolder;

  constructor(shared: SharedFolder) {
    this.#shared = shared;
  }

  async prepare({ input, output }: ExecutorJob): Promise<JobFiles> {
    const { claim, at } = this.#shared;
    const source = claim
      ? { persistentVolumeClaim: { claimName: claim } }
      : { hostPath: { path: at, type: 'Directory' } };
    const ids = process.getuid && process.getgid ? `${process.getuid()}:${process.getgid()}` : null;
    return {
      pod: {
        volumes: [{ name: VOLUME, ...source }],
        mounts: [
          { name: VOLUME, mountPath: '/input', subPath: below(at, input), readOnly: true },
          { name: VOLUME, mountPath: '/output', subPath: below(at, output) },
        ],
        carriers: [],
        user: ids,
        graceSeconds: TERM_GRACE_S,
        cancelSeconds: TERM_GRACE_S,
      },
      askToStop: async (reason) => askToStop(output, reason),
      collect: async () => {},
      discard: async () => {},
    };
  }
}

/** The path of a folder below the one that is shared. @throws Error where it is not below */
function below(at: string, folder: string): string {
  const path = relative(at, folder);
  if (path === '..' || path.startsWith(`..${sep}`))
    throw new Error(`${folder} is not below ${at}, the folder that kubernetes.files shares with the pods`);
  return path;
}
