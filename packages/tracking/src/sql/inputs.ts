import { type DatasetInput, type ModelOutput, newRunId, OrreryError } from '@orrery/core';
import type { Insert, Session } from '@orrery/database';
import type { ActiveRun } from './rows.ts';

const INPUT_TAGS: Insert = {
  table: 'input_tags',
  columns: { input_uuid: 'text', name: 'text', value: 'text' },
  conflict: 'ON CONFLICT DO NOTHING',
};

const ADD_EDGE = `INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id)
  VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;

/** Records the data sets and models that a run read; a data set that is recorded already keeps its first tags. */
export async function logInputs(
  session: Session,
  { run_uuid: runId, experiment_id }: ActiveRun,
  datasets: DatasetInput[],
  modelIds: string[],
): Promise<void> {
  for (const { dataset, tags } of datasets) {
    await session.run(
      `INSERT INTO datasets (dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source,
         dataset_schema, dataset_profile)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      [
        newRunId(),
        experiment_id,
        dataset.name,
        dataset.digest,
        dataset.sourceType,
        dataset.source,
        dataset.schema,
        dataset.profile,
      ],
    );
    const row = await session.get<{ dataset_uuid: string }>(
      'SELECT dataset_uuid FROM datasets WHERE experiment_id = ? AND name = ? AND digest = ?',
      [experiment_id, dataset.name, dataset.digest],
    );
    const inputId = newRunId();
    const added = await session.run(ADD_EDGE, [inputId, 'DATASET', row?.dataset_uuid, 'RUN', runId]);
    if (added === 0) continue;
    await session.insert(
      INPUT_TAGS,
      tags.map((tag) => [inputId, tag.key, tag.value]),
    );
  }
  for (const id of modelIds) await session.run(ADD_EDGE, [newRunId(), 'RUN_INPUT', runId, 'MODEL_INPUT', id]);
}

/** Records the logged models that a run made. */
export async function logOutputs(session: Session, runId: string, models: ModelOutput[]): Promise<void> {
  for (const { modelId, step } of models) {
    const added = await session.run(
      `INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id, step)
       VALUES (?, 'RUN_OUTPUT', ?, 'MODEL_OUTPUT', ?, ?) ON CONFLICT DO NOTHING`,
      [newRunId(), runId, modelId, step],
    );
    if (added > 0) continue;
    const message = `Model '${modelId}' is an output of run '${runId}' already; nothing was logged.`;
    throw new OrreryError('BAD_REQUEST', message);
  }
}
