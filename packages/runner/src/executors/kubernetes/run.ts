import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import type { ExecutorJob, Exit } from '../executor.ts';
import { type Cluster, isMissing } from './cluster.ts';
import { LogFollower } from './log.ts';
import type { Owner } from './owner.ts';
import { disruptionOf, exitOf, hasStarted, waitingOf } from './pod-state.ts';
import type { PodWatch } from './pods.ts';
import type { KubernetesSettings } from './settings.ts';

const LOOK_MS = 1000;
/** How often the owner is asked, in looks. */
const OWNER_EVERY = 3;
/** A broken image or configuration may be mended by a second try, seldom by more. */
const BROKEN_S = 30;
/** After its grace a pod whose node answers is gone. */
const LOST_S = 30;
const LOG_MS = 15_000;

interface Parts {
  cluster: Cluster;
  pods: PodWatch;
  owner: Owner;
  /** Told in words what the run waits for. */
  say: (message: string) => void;
}

/** One run on the cluster, followed from its pod's first state to its last. */
export class FollowedRun {
  readonly #parts: Parts;
  readonly #job: ExecutorJob & { kubernetes: KubernetesSettings };
  readonly #created = Date.now();
  readonly #settle: (exit: Exit) => void;
  readonly #unlisten: () => void;
  /** How it ended, with all of its log in `container.log`. */
  readonly ended: Promise<Exit>;
  /** The pod whose log, figures and exit are the run's. */
  #pod: V1Pod | null = null;
  /** Other pods of the run. */
  readonly #others = new Map<string, V1Pod>();
  #log: LogFollower | null = null;
  #broken: { why: string; since: number } | null = null;
  #failure: string | null = null;
  /** Why there is no pod. */
  #warning: string | null = null;
  #said = '';
  #hasStarted = false;
  #isOver = false;

  constructor(parts: Parts, job: ExecutorJob & { kubernetes: KubernetesSettings }) {
    this.#parts = parts;
    this.#job = job;
    const settled = Promise.withResolvers<Exit>();
    this.#settle = settled.resolve;
    this.#unlisten = parts.pods.listen(job.runId, (pod, isGone) => this.#see(pod, isGone));
    this.ended = settled.promise.then((exit) => this.#end(exit));
    void this.#look();
  }

  get pod(): V1Pod | null {
    return this.#pod;
  }

  get hasPodEnded(): boolean {
    return this.#pod !== null && isSettled(this.#pod);
  }

  /** Ends the following where the pods are not heard of any more. */
  giveUp(): void {
    this.#settle({ code: null, signal: 'SIGKILL' });
  }

  #see(pod: V1Pod, isGone: boolean): void {
    if (!isLeader(pod)) {
      this.#others.set(pod.metadata?.name ?? '', pod);
      return;
    }
    // A pod that replaces another one is no part of a run that is not tried again.
    if (this.#pod && this.#pod.metadata?.uid !== pod.metadata?.uid) return;
    this.#pod = pod;
    const { container } = this.#parts.owner;
    if (hasStarted(pod, container)) {
      this.#hasStarted = true;
      const name = pod.metadata?.name ?? '';
      const file = join(this.#job.output, 'container.log');
      this.#log ??= new LogFollower(this.#parts.cluster, name, container, file);
    }
    const exit = exitOf(pod, container, this.#job.resources.memory);
    if (exit && (isGone || isSettled(pod))) this.#settle(exit);
    else if (isGone)
      this.#settle({ code: null, signal: null, cause: disruptionOf(pod) ?? 'its pod was deleted' });
  }

  /** Looks at what no event tells: time that passes, and an owner without pods. */
  async #look(): Promise<void> {
    for (let turn = 1; !this.#isOver; turn++) {
      await sleep(LOOK_MS);
      const isOwnersTurn = turn % OWNER_EVERY === 0;
      if (isOwnersTurn && !this.#pod) this.#warning = await this.#parts.owner.warning();
      const failure = isOwnersTurn ? await this.#failureOfOwner() : null;
      const exit = this.#hasStarted ? this.#lost() : this.#late();
      if (this.#isOver) return;
      if (exit) this.#settle(exit);
      else if (failure) this.#settle(failure);
    }
  }

  /** A run that waits too long for a place or an image, or at all for what will not come. */
  #late(): Exit | null {
    const waiting = [this.#pod, ...this.#others.values()]
      .filter((pod) => pod !== null)
      .map(waitingOf)
      .find(({ why }) => why !== null);
    const why = waiting?.why ?? (this.#pod ? null : this.#warning);
    if (why !== null && why !== this.#said) {
      this.#said = why;
      this.#parts.say(`waiting: ${why}`);
    }
    if (!waiting?.isBroken) this.#broken = null;
    else this.#broken ??= { why: why ?? '', since: Date.now() };
    if (this.#broken && why) this.#broken.why = why;
    const seconds = this.#job.kubernetes.start_timeout;
    const giveUpAfter = (since: number, limit: number) => Date.now() - since >= limit * 1000;
    if (this.#broken && giveUpAfter(this.#broken.since, Math.min(seconds, BROKEN_S)))
      return { code: null, signal: null, error: this.#broken.why };
    if (!giveUpAfter(this.#created, seconds)) return null;
    const last = why ?? (this.#pod ? 'its containers are not made' : 'the cluster has made no pod');
    return { code: null, signal: null, error: `waited ${seconds} s: ${last}` };
  }

  /** A pod that should have ended by now, on a node that does not answer. */
  #lost(): Exit | null {
    const { deletionTimestamp } = this.#pod?.metadata ?? {};
    // The time of deletion includes the grace.
    if (!deletionTimestamp || Date.now() - new Date(deletionTimestamp).getTime() < LOST_S * 1000) return null;
    const cause = (this.#pod && disruptionOf(this.#pod)) ?? 'its node does not answer';
    return { code: null, signal: null, cause };
  }

  /** A failure that has stood for a while: where a pod has ended it says more, and says it sooner. */
  async #failureOfOwner(): Promise<Exit | null> {
    const cause = await this.#parts.owner
      .failure()
      .catch((error: unknown) => (isMissing(error) && !this.#pod ? 'its job was deleted' : null));
    const hasStood = cause !== null && cause === this.#failure;
    this.#failure = cause;
    return hasStood ? { code: null, signal: null, cause } : null;
  }

  async #end(exit: Exit): Promise<Exit> {
    this.#isOver = true;
    this.#unlisten();
    await this.#log?.end(LOG_MS);
    return exit;
  }
}

/** Whether a pod is the one of its run, or the master of several. */
function isLeader(pod: V1Pod): boolean {
  const labels = pod.metadata?.labels ?? {};
  const role = labels['training.kubeflow.org/replica-type'] ?? labels['replica-type'];
  return role === undefined || role.toLowerCase() === 'master';
}

/** Whether all containers have ended: those that carry files go on after the job. */
function isSettled(pod: V1Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}
