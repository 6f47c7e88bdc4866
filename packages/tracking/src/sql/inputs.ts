import type { DatasetInput } from '@orrery/core';
import { newRunId } from '@orrery/core';
import type { Session } from './session.ts';

/** Records the datasets that a run read; one that is recorded already keeps its first tags. */
export async function logInputs(
  session: Session,
  runId: string,
  experimentId: number,
  inputs: DatasetInput[],
): Promise<void> {
  for (const { dataset, tags } of inputs) {
    await session.run(
      `INSERT INTO datasets (dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source,
         dataset_schema, dataset_profile)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      [
        newRunId(),
        experimentId,
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
      [experimentId, dataset.name, dataset.digest],
    );
    const inputId = newRunId();
    const added = await session.run(
      `INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id)
       VALUES (?, 'DATASET', ?, 'RUN', ?) ON CONFLICT DO NOTHING`,
      [inputId, row?.dataset_uuid, runId],
    );
    if (added === 0) continue;
    await session.runMany(
      'INSERT INTO input_tags (input_uuid, name, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      tags.map((tag) => [inputId, tag.key, tag.value]),
    );
  }
}
