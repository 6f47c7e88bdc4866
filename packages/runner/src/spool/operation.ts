import { existsSync } from 'node:fs';
import type { TrackingClient } from '@orrery/client';
import type { Metric, Param, RunStatus, Tag } from '@orrery/core';

/** What the host does to a run. Each may be done again without effect, so that a spool can be replayed. */
export type Operation =
  | {
      kind: 'create';
      experiment: string;
      experimentTags: Tag[];
      runId: string;
      runName: string;
      userId: string;
      startTime: number;
      tags: Tag[];
    }
  | { kind: 'known'; target: Target }
  | { kind: 'log'; metrics?: Metric[]; params?: Param[]; tags?: Tag[] }
  | { kind: 'untag'; key: string }
  | { kind: 'artifact'; file: string; path: string }
  | { kind: 'update'; status: RunStatus; endTime?: number };

/** The run as the server knows it. */
export interface Target {
  runId: string;
  experimentId: string;
  artifactUri: string;
}

const ORIGIN_TAG = 'orrery.run_id';

/**
 * Does one operation.
 *
 * @param target null before the run is made
 * @param again whether it may have been done before, its answer lost
 * @throws UnreachableError, TrackingError
 */
export async function apply(
  client: TrackingClient,
  target: Target | null,
  operation: Operation,
  again: boolean,
): Promise<Target> {
  if (operation.kind === 'create') return create(client, operation, again);
  if (operation.kind === 'known') return operation.target;
  if (!target) throw new Error('The run is not made yet.');
  switch (operation.kind) {
    case 'log':
      await client.logBatch(target.runId, operation);
      break;
    case 'untag':
      await client.deleteTag(target.runId, operation.key);
      break;
    case 'artifact':
      if (existsSync(operation.file)) await client.uploadArtifact(target, operation.path, operation.file);
      break;
    case 'update':
      await client.updateRun(target.runId, operation);
  }
  return target;
}

async function create(
  client: TrackingClient,
  { experiment, experimentTags, tags, ...run }: Extract<Operation, { kind: 'create' }>,
  again: boolean,
): Promise<Target> {
  const experimentId = await client.getOrCreateExperiment(experiment);
  for (const tag of experimentTags) await client.setExperimentTag(experimentId, tag);
  if (again) {
    // An MLflow server gave the run an id of its own; the tag tells whether it was made.
    const found = await client.searchRuns([experimentId], `tags.\`${ORIGIN_TAG}\` = '${run.runId}'`, 1);
    const info = found.items[0]?.info;
    if (info) return { runId: info.runId, experimentId, artifactUri: info.artifactUri };
  }
  const origin = again ? [{ key: ORIGIN_TAG, value: run.runId }] : [];
  const { info } = await client.createRun({ ...run, experimentId, tags: [...tags, ...origin] });
  return { runId: info.runId, experimentId, artifactUri: info.artifactUri };
}
