import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { Exit } from '../executor.ts';

/** What a pod that has not started waits for. */
export interface Waiting {
  /** In words; null where nothing is wrong. */
  why: string | null;
  /** Whether somebody must mend the job, and waiting alone will not help. */
  isBroken: boolean;
}

const OUT_OF_MEMORY = 'OOMKilled';
const KILLED = 137;
/** Waiting reasons of a container that is only on its way. */
const ON_ITS_WAY = new Set(['ContainerCreating', 'PodInitializing']);
/** Why a container never became a process. */
const NOT_STARTED = new Set(['StartError', 'ContainerCannotRun']);
/** What the reasons of a `DisruptionTarget` mean. */
const DISRUPTIONS: Record<string, string> = {
  PreemptionByScheduler: 'preempted by a pod of higher priority',
  EvictionByEvictionAPI: 'evicted from its node',
  DeletionByTaintManager: 'its node was lost',
  DeletionByPodGC: 'its node was lost',
  TerminationByKubelet: 'ended by its node',
};

/** The state of one container of a pod, init containers among them. */
export function containerOf(pod: V1Pod, name: string): V1ContainerStatus | undefined {
  return statuses(pod).find((status) => status.name === name);
}

export function hasStarted(pod: V1Pod, name: string): boolean {
  const state = containerOf(pod, name)?.state;
  return state?.running !== undefined || state?.terminated !== undefined;
}

/** Why the pod's containers do not run yet. */
export function waitingOf(pod: V1Pod): Waiting {
  for (const { name, image, state, lastState } of statuses(pod)) {
    const { reason, message } = state?.waiting ?? {};
    if (!reason || ON_ITS_WAY.has(reason)) continue;
    const detail = message ?? lastState?.terminated?.message;
    const subject = /image/i.test(reason) ? `image ${image}` : `container ${name}`;
    return { why: `${reason}: ${subject}${detail ? `: ${detail.trim()}` : ''}`, isBroken: true };
  }
  const unplaced = conditionOf(pod, 'PodScheduled');
  if (unplaced?.status === 'False')
    return { why: `${unplaced.reason}: ${unplaced.message ?? 'no node takes it'}`, isBroken: false };
  return { why: null, isBroken: false };
}

/**
 * How the job in the pod ended, or null where it has not.
 *
 * @param container the name of the job's container
 * @param memory the job's limit in bytes
 */
export function exitOf(pod: V1Pod, container: string, memory: number | null): Exit | null {
  const ended = containerOf(pod, container)?.state?.terminated;
  const phase = pod.status?.phase;
  if (!ended && phase !== 'Failed' && phase !== 'Succeeded') return null;
  const code = ended && ended.exitCode !== KILLED ? ended.exitCode : null;
  // A job that was made to end has not done its work, even where it took SIGTERM well.
  const cause = disruptionOf(pod) ?? (wasDeleted(pod, ended?.finishedAt) ? 'its pod was deleted' : null);
  if (cause) return { code, signal: null, cause };
  if (!ended) return { code: null, signal: null, error: brokenCarrier(pod) ?? 'its pod ended without it' };
  if (ended.reason && NOT_STARTED.has(ended.reason))
    return { code: null, signal: null, error: ended.message?.trim() || ended.reason };
  if (ended.reason === OUT_OF_MEMORY) {
    const limit = memory === null ? '' : ` (limit ${Math.round(memory / 2 ** 20)} MiB)`;
    return { code, signal: null, cause: `out of memory${limit}` };
  }
  return code === null ? { code, signal: 'SIGKILL' } : { code, signal: null };
}

/** What the cluster did to the pod: evicted, preempted, its node lost. */
export function disruptionOf(pod: V1Pod): string | null {
  const { reason, message } = pod.status ?? {};
  if (reason) return `${reason === 'Evicted' ? 'evicted' : reason}${message ? `: ${message.trim()}` : ''}`;
  const condition = conditionOf(pod, 'DisruptionTarget');
  if (condition?.status !== 'True') return null;
  const words = DISRUPTIONS[condition.reason ?? ''] ?? condition.reason ?? 'disrupted';
  return `${words}${condition.message ? `: ${condition.message.trim()}` : ''}`;
}

/** Whether somebody deleted the pod before its job had ended. */
function wasDeleted({ metadata }: V1Pod, ended: Date | undefined): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata ?? {};
  if (!deletionTimestamp) return false;
  const asked = new Date(deletionTimestamp).getTime() - deletionGracePeriodSeconds * 1000;
  return ended === undefined || new Date(ended).getTime() >= asked;
}

/** Why a container that brings the files failed. */
function brokenCarrier(pod: V1Pod): string | null {
  for (const { name, state } of pod.status?.initContainerStatuses ?? []) {
    const { exitCode, message } = state?.terminated ?? {};
    if (exitCode) return `container ${name} failed with exit code ${exitCode}: ${message?.trim() ?? ''}`;
  }
  return null;
}

function conditionOf(pod: V1Pod, type: string) {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

function statuses(pod: V1Pod): V1ContainerStatus[] {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  return [...initContainerStatuses, ...containerStatuses];
}
