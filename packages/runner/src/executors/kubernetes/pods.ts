import { makeInformer, type V1Pod } from '@kubernetes/client-node';
import type { Cluster } from './cluster.ts';
import { LABELS, selector } from './labels.ts';

const RETRY_MS = 1000;

/** Told of each state of a pod; `isGone` with the last one before it was deleted. */
export type PodListener = (pod: V1Pod, isGone: boolean) => void;

/** Watches the pods of this process in one namespace, with one connection however many runs there are. */
export class PodWatch {
  readonly #cluster: Cluster;
  readonly #labels: Record<string, string>;
  readonly #listeners = new Map<string, PodListener>();
  #stop: (() => void) | null = null;

  /** @param labels which pods are this process's */
  constructor(cluster: Cluster, labels: Record<string, string>) {
    this.#cluster = cluster;
    this.#labels = labels;
  }

  /** @returns what ends the listening; the connection ends with the last one */
  listen(runId: string, listener: PodListener): () => void {
    this.#listeners.set(runId, listener);
    this.#stop ??= this.#start();
    return () => {
      this.#listeners.delete(runId);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = null;
    };
  }

  #start(): () => void {
    const { core, config, namespace } = this.#cluster;
    const labelSelector = selector(this.#labels);
    const informer = makeInformer(
      config,
      `/api/v1/namespaces/${namespace}/pods`,
      () => core.listNamespacedPod({ namespace, labelSelector }),
      labelSelector,
    );
    const tell = (pod: V1Pod, isGone: boolean) =>
      this.#listeners.get(pod.metadata?.labels?.[LABELS.run] ?? '')?.(pod, isGone);
    informer.on('add', (pod) => tell(pod, false));
    informer.on('update', (pod) => tell(pod, false));
    informer.on('delete', (pod) => tell(pod, true));
    let timer: NodeJS.Timeout | undefined;
    let isStopped = false;
    informer.on('error', () => {
      if (!isStopped) timer = setTimeout(() => void informer.start(), RETRY_MS);
    });
    void informer.start();
    return () => {
      isStopped = true;
      clearTimeout(timer);
      void informer.stop();
    };
  }
}
