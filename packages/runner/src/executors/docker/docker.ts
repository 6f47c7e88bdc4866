import { hostname } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { processName } from '../../alive.ts';
import { containerEnvironment } from '../environment.ts';
import {
  askToStop,
  type ContainerSpec,
  type Executor,
  type ExecutorJob,
  type Exit,
  endsWithin,
  type RunningJob,
} from '../executor.ts';
import { bindsOf } from './binds.ts';
import { Images } from './image.ts';
import { LABELS } from './labels.ts';
import { type OwnContainer, ownContainer } from './own-container.ts';
import { ContainerWatch } from './watch.ts';

/** How a container calls the machine that it runs on. */
const HOST = 'host.docker.internal';
const TERM_GRACE_S = 10;
const KILLED = 137;
/** All that there are, and be it none. */
const ALL_GPUS = -1;
/** How an engine says that it has none. */
const NO_GPU = /could not select device driver|nvidia/i;
/** The engine keeps a copy of what a container prints until it is removed; the whole is in the job's folder. */
const ENGINE_LOG = { Type: 'json-file', Config: { 'max-size': '16m', 'max-file': '1' } };

/** Jobs as containers of the Docker engine that the environment names (`DOCKER_HOST`), or this machine's. */
export class DockerExecutor implements Executor {
  readonly name = 'docker';
  readonly #docker: Docker;
  readonly #images: Images;
  readonly #storeDir: string;
  readonly #own: Promise<OwnContainer | null>;
  readonly #say: (message: string) => void;

  /** @param say told of image builds and pulls, and of GPUs that are not there */
  constructor(storeDir: string, say: (message: string) => void, docker: Docker = new Docker()) {
    this.#docker = docker;
    this.#storeDir = storeDir;
    this.#own = ownContainer(docker);
    this.#say = say;
    this.#images = new Images(docker, say);
  }

  start(job: ExecutorJob): RunningJob {
    const starting = this.#start(job);
    const exited = starting.then(
      ({ container, watch }) => this.#wait(container, job, watch),
      (error: Error): Exit => ({ code: null, signal: null, error: explain(error) }),
    );
    return {
      exited,
      stop: async (reason, graceMs) => {
        if (graceMs > 0) askToStop(job.output, reason);
        if (await endsWithin(exited, graceMs)) return;
        const started = await starting.catch(() => null);
        await started?.container.stop({ t: TERM_GRACE_S }).catch(() => {});
        await exited;
      },
      sample: async () => (await starting.catch(() => null))?.watch.sample() ?? {},
    };
  }

  async #start(job: ExecutorJob) {
    const spec = job.model.container as ContainerSpec;
    await this.#images.need(spec);
    try {
      return await this.#startContainer(job, spec);
    } catch (error) {
      if (job.resources.gpus !== ALL_GPUS || !NO_GPU.test((error as Error).message)) throw error;
      this.#say(`no GPU was found for ${job.model.slug}; it runs without`);
      return await this.#startContainer({ ...job, resources: { ...job.resources, gpus: 0 } }, spec);
    }
  }

  async #startContainer(job: ExecutorJob, spec: ContainerSpec) {
    const options = this.#options(job, spec, await this.#own);
    const container = await this.#docker.createContainer(options);
    try {
      const watch = new ContainerWatch(container, join(job.output, 'container.log'), job.resources.cpus);
      await watch.attach();
      await container.start();
      await watch.measure();
      return { container, watch };
    } catch (error) {
      await container.remove({ force: true }).catch(() => {});
      throw error;
    }
  }

  #options(job: ExecutorJob, spec: ContainerSpec, own: OwnContainer | null) {
    const network = spec.network ?? own?.network;
    const { runId, model, environment, resources } = job;
    const { memory, cpus, gpus } = resources;
    const ids = process.getuid && process.getgid ? `${process.getuid()}:${process.getgid()}` : '';
    const options: Docker.ContainerCreateOptions = {
      Image: spec.image,
      name: `orrery-${runId}`,
      Env: Object.entries(containerEnvironment(environment, HOST)).map(([name, value]) => `${name}=${value}`),
      User: spec.user ?? ids,
      Labels: {
        [LABELS.run]: runId,
        [LABELS.host]: hostname(),
        [LABELS.process]: processName(),
        [LABELS.store]: this.#storeDir,
      },
      HostConfig: {
        Binds: bindsOf(job, own?.hostPath),
        ExtraHosts: spec.network === 'none' ? [] : [`${HOST}:host-gateway`],
        Init: true,
        LogConfig: ENGINE_LOG,
        ...(network ? { NetworkMode: network } : {}),
        ...(memory === null ? {} : { Memory: memory, MemorySwap: memory }),
        ...(cpus === null ? {} : { NanoCpus: Math.round(cpus * 1e9) }),
        ...(gpus === 0 ? {} : { DeviceRequests: [{ Driver: '', Count: gpus, Capabilities: [['gpu']] }] }),
      },
    };
    if (spec.entrypoint) options.Entrypoint = spec.entrypoint;
    if (model.command) options.Cmd = model.command;
    return options;
  }

  async #wait(container: Docker.Container, { resources }: ExecutorJob, watch: ContainerWatch): Promise<Exit> {
    const end = await watch.end().catch((error: Error) => ({ code: null, cause: explain(error) }));
    await container.remove({ force: true }).catch(() => {});
    const limit = resources.memory === null ? '' : ` (limit ${Math.round(resources.memory / 2 ** 20)} MiB)`;
    const cause = end.cause === 'out of memory' ? `${end.cause}${limit}` : end.cause;
    const isKilled = end.code === KILLED && !cause;
    return {
      code: isKilled ? null : end.code,
      signal: isKilled ? 'SIGKILL' : null,
      ...(cause ? { cause } : {}),
    };
  }
}

/** Says which engine answers. @throws Error that says why none does, and what to do */
export async function describeEngine(docker: Docker = new Docker()): Promise<string> {
  try {
    const { Version, Os, Arch } = await docker.version();
    return `Docker ${Version} answers (${Os}/${Arch})`;
  } catch (error) {
    throw new Error(explain(error as Error));
  }
}

function explain(error: Error & { code?: string }): string {
  if (error.code === 'EACCES')
    return `the socket of the Docker engine may not be used by this user (${error.message}). Add the user to the group docker and sign in anew.`;
  if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')
    return `the Docker engine cannot be reached (${error.message}). Start it, or set DOCKER_HOST.`;
  return error.message;
}
