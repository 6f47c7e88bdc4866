import { createWriteStream } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import Docker from 'dockerode';
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
import { endOf } from './end.ts';
import { Images } from './image.ts';
import { LABELS } from './labels.ts';
import { ContainerSampler } from './stats.ts';

/** How a container calls the machine that it runs on. */
const HOST = 'host.docker.internal';
const TERM_GRACE_S = 10;
const OUT_OF_MEMORY = 137;

/** Jobs as containers of the Docker engine that the environment names (`DOCKER_HOST`), or this machine's. */
export class DockerExecutor implements Executor {
  readonly name = 'docker';
  readonly #docker: Docker;
  readonly #images: Images;
  readonly #storeDir: string;

  /** @param say told of image builds and pulls */
  constructor(storeDir: string, say: (message: string) => void, docker: Docker = new Docker()) {
    this.#docker = docker;
    this.#storeDir = storeDir;
    this.#images = new Images(docker, say);
  }

  start(job: ExecutorJob): RunningJob {
    const starting = this.#start(job);
    const exited = starting.then(
      ({ container, logged }) => this.#wait(container, job, logged),
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
      sample: async () => (await starting.catch(() => null))?.sampler.sample() ?? {},
    };
  }

  async #start(job: ExecutorJob) {
    const spec = job.model.container as ContainerSpec;
    await this.#images.need(spec);
    const container = await this.#docker.createContainer(this.#options(job, spec));
    try {
      const stream = await container.attach({ stream: true, stdout: true, stderr: true });
      const log = createWriteStream(join(job.output, 'container.log'), { flags: 'a' });
      container.modem.demuxStream(stream, log, log);
      const ended = finished(stream).catch(() => {});
      const logged = ended.then(async () => {
        log.end();
        await finished(log).catch(() => {});
      });
      await container.start();
      const stats = await container.stats({ stream: true });
      return { container, logged, sampler: new ContainerSampler(stats, job.resources.cpus) };
    } catch (error) {
      await container.remove({ force: true }).catch(() => {});
      throw error;
    }
  }

  #options({ runId, model, input, output, environment, resources }: ExecutorJob, spec: ContainerSpec) {
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
        [LABELS.process]: String(process.pid),
        [LABELS.store]: this.#storeDir,
      },
      HostConfig: {
        Binds: [`${input}:/input:ro`, `${output}:/output`],
        ExtraHosts: spec.network === 'none' ? [] : [`${HOST}:host-gateway`],
        Init: true,
        ...(spec.network ? { NetworkMode: spec.network } : {}),
        ...(memory === null ? {} : { Memory: memory, MemorySwap: memory }),
        ...(cpus === null ? {} : { NanoCpus: Math.round(cpus * 1e9) }),
        ...(gpus === 0 ? {} : { DeviceRequests: [{ Driver: '', Count: gpus, Capabilities: [['gpu']] }] }),
      },
    };
    if (model.command) options.Cmd = model.command;
    return options;
  }

  async #wait(container: Docker.Container, { resources }: ExecutorJob, logged: Promise<void>): Promise<Exit> {
    const state = await endOf(container).catch((error: Error) => explain(error));
    await logged;
    await container.remove({ force: true }).catch(() => {});
    if (typeof state === 'string') return { code: null, signal: null, cause: state };
    const { ExitCode, OOMKilled } = state;
    const limit = resources.memory === null ? '' : ` (limit ${Math.round(resources.memory / 2 ** 20)} MiB)`;
    const cause = OOMKilled ? `out of memory${limit}` : state.Error || undefined;
    const killed = ExitCode === OUT_OF_MEMORY && !cause ? 'SIGKILL' : null;
    return { code: killed ? null : ExitCode, signal: killed, ...(cause ? { cause } : {}) };
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
  if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED' || error.code === 'EACCES')
    return `the Docker engine cannot be reached (${error.message}). Start it, or set DOCKER_HOST.`;
  return error.message;
}
