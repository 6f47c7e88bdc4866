import type { TrackingClient } from '@orrery/client';
import { FOLDER_TAG, type Metric, type Param, REASON_TAG, type RunStatus, type Tag } from '@orrery/core';

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
  /** Where the run's files are; nothing is told to the server. */
  | { kind: 'folder'; path: string }
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
): Promise<Target | null> {
  if (operation.kind === 'create') return create(client, operation, again);
  if (operation.kind === 'known') return operation.target;
  if (operation.kind === 'folder') return target;
  // Its create was refused; there is nothing to do it to.
  if (!target) return null;
  switch (operation.kind) {
    case 'log':
      await client.logBatch(target.runId, operation);
      break;
    case 'untag':
      await client.deleteTag(target.runId, operation.key);
      break;
    case 'artifact':
      await client.uploadArtifact(target, operation.path, operation.file);
      break;
    case 'update':
      await client.updateRun(target.runId, operation);
      // The server may have taken the host for dead meanwhile.
      if (operation.status === 'FINISHED') await client.deleteTag(target.runId, REASON_TAG);
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
  const folder = tags.find(({ key }) => key === FOLDER_TAG)?.value;
  if (again && folder !== undefined) {
    // An MLflow server gave the run an id of its own; its folder tells whether it was made.
    const quoted = folder.includes("'") ? `"${folder}"` : `'${folder}'`;
    const found = await client.searchRuns([experimentId], `tags.\`${FOLDER_TAG}\` = ${quoted}`, 1);
    const info = found.items[0]?.info;
    if (info) return { runId: info.runId, experimentId, artifactUri: info.artifactUri };
  }
  const { info } = await client.createRun({ ...run, experimentId, tags });
  return { runId: info.runId, experimentId, artifactUri: info.artifactUri };
}
