import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_PATH } from '../../job/multiverse.ts';
import type { ExecutorJob } from '../executor.ts';

/**
 * What a container sees of this machine: its dataset's folder, read-only, and its own. The one file of a dataset of
 * multiverse is `/input/data.h5mu` besides, wherever it is in the folder; as nothing can be mounted in what is
 * read-only, the entries of the folder are mounted one by one then.
 *
 * @param hostPath how the engine's machine calls a path
 */
export function bindsOf(
  { input, dataFile, isFileAlone, output }: ExecutorJob,
  hostPath: (path: string) => string = (path) => path,
): string[] {
  const ends = [`${hostPath(output)}:/output`];
  if (dataFile === null || (!isFileAlone && dataFile === join(input, 'data.h5mu')))
    return [`${hostPath(input)}:/input:ro`, ...ends];
  const others = isFileAlone ? [] : readdirSync(input).filter((name) => `/input/${name}` !== DATA_PATH);
  const entries = others.map((name) => `${hostPath(join(input, name))}:/input/${name}:ro`);
  return [...entries, `${hostPath(dataFile)}:${DATA_PATH}:ro`, ...ends];
}
