import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { type Cluster, explain, isMissing } from './cluster.ts';

/** Seconds that a finished job stays, so that `kubectl logs` still shows it. */
const KEPT_S = 3600;

/** What makes the pods of a run, and is deleted with them. */
export interface Owner {
  /** The name of the job's container in its pods. */
  readonly container: string;
  create(template: V1PodTemplateSpec): Promise<void>;
  /** Why it failed, null while it has not. */
  failure(): Promise<string | null>;
  /** What the cluster last warned of: why it makes no pod, for one. Null where it has not, or may not be asked. */
  warning(): Promise<string | null>;
  /** Deletes it, and leaves its pods to end. */
  delete(): Promise<void>;
}

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

/** One pod that is not started again. */
export class JobOwner implements Owner {
  readonly container = 'job';
  readonly #cluster: Cluster;
  readonly #name: string;

  constructor(cluster: Cluster, name: string) {
    this.#cluster = cluster;
    this.#name = name;
  }

  async create(template: V1PodTemplateSpec): Promise<void> {
    await this.#cluster.batch.createNamespacedJob({
      namespace: this.#cluster.namespace,
      body: {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: this.#name, labels: template.metadata?.labels ?? {} },
        spec: { backoffLimit: 0, ttlSecondsAfterFinished: KEPT_S, template },
      },
    });
  }

  async failure(): Promise<string | null> {
    const { status } = await this.#cluster.batch.readNamespacedJobStatus(this.#at);
    return failed(status?.conditions);
  }

  warning(): Promise<string | null> {
    return lastWarning(this.#cluster, this.#name);
  }

  async delete(): Promise<void> {
    await this.#cluster.batch
      .deleteNamespacedJob({ ...this.#at, propagationPolicy: 'Background' })
      .catch(unlessMissing);
  }

  get #at() {
    return { namespace: this.#cluster.namespace, name: this.#name };
  }
}

/** Where the training operator of Kubeflow keeps its jobs. */
export const PYTORCH_JOBS = { group: 'kubeflow.org', version: 'v1', plural: 'pytorchjobs' };

/** A master and workers, which Kubeflow's training operator starts and tells of each other. */
export class PyTorchJobOwner implements Owner {
  readonly container = 'pytorch';
  readonly #cluster: Cluster;
  readonly #name: string;
  readonly #replicas: number;

  constructor(cluster: Cluster, name: string, replicas: number) {
    this.#cluster = cluster;
    this.#name = name;
    this.#replicas = replicas;
  }

  async create(template: V1PodTemplateSpec): Promise<void> {
    const some = (replicas: number, of: V1PodTemplateSpec) => ({
      replicas,
      restartPolicy: 'Never',
      template: of,
    });
    try {
      await this.#cluster.custom.createNamespacedCustomObject({
        ...PYTORCH_JOBS,
        namespace: this.#cluster.namespace,
        body: {
          apiVersion: 'kubeflow.org/v1',
          kind: 'PyTorchJob',
          metadata: { name: this.#name, labels: template.metadata?.labels ?? {} },
          spec: {
            runPolicy: { backoffLimit: 0, cleanPodPolicy: 'Running', ttlSecondsAfterFinished: KEPT_S },
            pytorchReplicaSpecs: {
              Master: some(1, template),
              Worker: some(this.#replicas - 1, withoutSidecars(template)),
            },
          },
        },
      });
    } catch (error) {
      if (!isMissing(error)) throw error;
      throw new Error(
        "replicas needs Kubeflow's training operator, and the cluster has no PyTorchJob (kubeflow.org/v1). Install it, or leave replicas out.",
      );
    }
  }

  async failure(): Promise<string | null> {
    const found = (await this.#cluster.custom.getNamespacedCustomObject(this.#at)) as {
      status?: { conditions?: Condition[] };
    };
    return failed(found.status?.conditions);
  }

  warning(): Promise<string | null> {
    return lastWarning(this.#cluster, this.#name);
  }

  async delete(): Promise<void> {
    await this.#cluster.custom
      .deleteNamespacedCustomObject({ ...this.#at, propagationPolicy: 'Background' })
      .catch(unlessMissing);
  }

  get #at() {
    return { ...PYTORCH_JOBS, namespace: this.#cluster.namespace, name: this.#name };
  }
}

/** What stays beside a job brings its output home, and the output is the master's. */
function withoutSidecars(template: V1PodTemplateSpec): V1PodTemplateSpec {
  const { spec } = template;
  if (!spec) return template;
  const initContainers = spec.initContainers?.filter(({ restartPolicy }) => restartPolicy !== 'Always') ?? [];
  return { ...template, spec: { ...spec, initContainers } };
}

function failed(conditions: Condition[] = []): string | null {
  const found = conditions.find(({ type, status }) => type === 'Failed' && status === 'True');
  return found ? found.message || found.reason || 'it failed' : null;
}

async function lastWarning({ core, namespace }: Cluster, name: string): Promise<string | null> {
  const fieldSelector = `involvedObject.name=${name},type=Warning`;
  const events = await core.listNamespacedEvent({ namespace, fieldSelector }).catch(() => null);
  const last = events?.items.at(-1);
  return last ? `${last.reason}: ${last.message}` : null;
}

function unlessMissing(error: unknown): void {
  if (!isMissing(error)) throw new Error(explain(error));
}
