import { processName } from '../../alive.ts';
import { isOwnAddress } from '../environment.ts';
import { type Executor, type ExecutorJob, type Exit, endsWithin, type RunningJob } from '../executor.ts';
import { Cluster, explain } from './cluster.ts';
import type { FileCarrier } from './files/files.ts';
import { S3Files } from './files/s3.ts';
import { SharedFiles } from './files/shared.ts';
import { LABELS, labelsOf, labelsOfStore, selector } from './labels.ts';
import { JobOwner, type Owner, PyTorchJobOwner } from './owner.ts';
import { podTemplate } from './pod.ts';
import { PodWatch } from './pods.ts';
import { FollowedRun } from './run.ts';
import type { KubernetesSettings } from './settings.ts';
import { PodStatsReader } from './stats.ts';

/** For what the cluster has to do around the end of a pod. */
const SLACK_MS = 20_000;

type Environment = Readonly<Record<string, string | undefined>>;
type KubernetesJob = ExecutorJob & { kubernetes: KubernetesSettings };

/** What the runs of one namespace share. */
interface Place {
  cluster: Cluster;
  pods: PodWatch;
  stats: PodStatsReader;
}

/** Jobs as Jobs of Kubernetes, or as PyTorchJobs of Kubeflow where they have replicas. */
export class KubernetesExecutor implements Executor {
  readonly name = 'kubernetes';
  readonly #storeDir: string;
  readonly #say: (message: string) => void;
  readonly #env: Environment;
  readonly #places = new Map<string, Place>();
  readonly #carriers = new Map<string, FileCarrier>();

  /**
   * @param say told in words what a job waits for
   * @param env where `ORRERY_KUBERNETES_TRACKING_URI` and the variables of S3 are read from
   */
  constructor(storeDir: string, say: (message: string) => void, env: Environment = process.env) {
    this.#storeDir = storeDir;
    this.#say = say;
    this.#env = env;
  }

  start(job: ExecutorJob): RunningJob {
    if (!job.kubernetes) throw new Error('a job on Kubernetes needs its settings');
    const starting = this.#start(job as KubernetesJob);
    const exited = starting.then(
      ({ finish }) => finish,
      (error: unknown): Exit => ({ code: null, signal: null, error: explain(error) }),
    );
    return {
      exited,
      stop: async (reason, graceMs) => {
        const started = await starting.catch(() => null);
        if (!started) return;
        if (graceMs > 0) await started.files.askToStop(reason).catch(() => {});
        if (await endsWithin(exited, graceMs)) return;
        await started.remove().catch((error: unknown) => started.say(`cannot be deleted: ${explain(error)}`));
        if (!(await endsWithin(exited, started.files.pod.cancelSeconds * 1000 + SLACK_MS)))
          started.run.giveUp();
        await exited;
      },
      sample: async () => {
        const { run, place, owner } = (await starting.catch(() => null)) ?? {};
        const [node, pod] = [run?.pod?.spec?.nodeName, run?.pod?.metadata?.name];
        if (!place || !owner || !node || !pod) return {};
        return place.stats.sample(node, pod, owner.container, job.resources).catch(() => ({}));
      },
    };
  }

  async #start(job: KubernetesJob) {
    const place = this.#place(job.kubernetes);
    const { cluster } = place;
    const settings = {
      ...job.kubernetes,
      tracking_uri: job.kubernetes.tracking_uri ?? (this.#env.ORRERY_KUBERNETES_TRACKING_URI || null),
    };
    const host = await this.#host(cluster, { ...job, kubernetes: settings });
    const files = await this.#carrier(settings, host).prepare(job);
    const owner = ownerOf(cluster, job);
    const labels = labelsOf(this.#storeDir, job.runId);
    const template = podTemplate({ ...job, kubernetes: settings }, files.pod, labels, owner.container, host);
    const say = (message: string) => this.#say(`${job.model.slug}: ${message}`);
    await owner.create(template).catch(async (error: unknown) => {
      await files.discard().catch(() => {});
      throw error;
    });
    const run = new FollowedRun({ cluster, pods: place.pods, owner, say }, job);
    const remove = () => removeRun(cluster, owner, labels, files.pod.cancelSeconds);
    const finish = run.ended.then(async (exit) => {
      if (!run.hasPodEnded) await remove().catch(() => {});
      const problem = await files.collect().then(
        () => null,
        (error: unknown) => explain(error),
      );
      if (problem) say(problem);
      return problem && exit.code === 0 ? { ...exit, cause: problem } : exit;
    });
    return { place, owner, run, files, remove, finish, say };
  }

  #place(settings: KubernetesSettings): Place {
    const key = JSON.stringify([settings.context, settings.namespace]);
    const known = this.#places.get(key);
    if (known) return known;
    const cluster = new Cluster(settings);
    const own = { ...labelsOfStore(this.#storeDir), [LABELS.process]: processName() };
    const place = { cluster, pods: new PodWatch(cluster, own), stats: new PodStatsReader(cluster) };
    this.#places.set(key, place);
    return place;
  }

  #carrier({ files }: KubernetesSettings, host: string): FileCarrier {
    const key = JSON.stringify([files, host]);
    const carrier =
      this.#carriers.get(key) ??
      (files.kind === 's3' ? new S3Files(files, host, this.#env) : new SharedFiles(files));
    this.#carriers.set(key, carrier);
    return carrier;
  }

  /**
   * What this machine is called from inside the pods: the address from which it reaches the cluster.
   *
   * @throws Error where that is no address that means this machine there, and the tracking server is on it
   */
  async #host(cluster: Cluster, { kubernetes, environment }: KubernetesJob): Promise<string> {
    const host = await cluster.ownAddress();
    const uri = kubernetes.tracking_uri ?? environment.MLFLOW_TRACKING_URI ?? '';
    if (isOwnAddress(`tcp://${host}`) && isOwnAddress(uri)) {
      throw new Error(
        `pods do not reach ${uri}. Set kubernetes.tracking_uri or ORRERY_KUBERNETES_TRACKING_URI to an address that they reach, such as http://SERVICE.NAMESPACE.svc:25000.`,
      );
    }
    return host;
  }
}

function ownerOf(cluster: Cluster, { runId, resources }: ExecutorJob): Owner {
  const name = `orrery-${runId}`;
  return resources.replicas > 1
    ? new PyTorchJobOwner(cluster, name, resources.replicas)
    : new JobOwner(cluster, name);
}

/** Deletes what makes the pods of a run, and then the pods, which get SIGTERM and a grace. */
async function removeRun(
  cluster: Cluster,
  owner: Owner,
  labels: Record<string, string>,
  gracePeriodSeconds: number,
): Promise<void> {
  await owner.delete();
  await cluster.core.deleteCollectionNamespacedPod({
    namespace: cluster.namespace,
    labelSelector: selector(labels),
    gracePeriodSeconds,
  });
}
