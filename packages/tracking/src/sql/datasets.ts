import type { Session } from '@orrery/database';
import { sql } from 'kysely';
import type { DatasetSummary } from '../store.ts';
import { parseExperimentId } from '../validation.ts';
import { compile } from './builder.ts';
import { idsAmong } from './compare.ts';

const MAX_RESULTS = 1000;

/** The data sets that runs of some experiments read, each once for every context that it was read in. */
export async function searchDatasets(session: Session, experimentIds: string[]): Promise<DatasetSummary[]> {
  const ids = idsAmong(sql.ref('d.experiment_id'), experimentIds.map(parseExperimentId));
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT DISTINCT d.experiment_id, d.name, d.digest, t.value AS context
      FROM datasets d JOIN inputs i ON i.source_id = d.dataset_uuid
      LEFT JOIN input_tags t ON t.input_uuid = i.input_uuid AND t.name = 'mlflow.data.context'
      WHERE ${ids} ORDER BY d.experiment_id, d.name, d.digest, context LIMIT ${MAX_RESULTS}`,
  );
  const rows = await session.all<Omit<DatasetSummary, 'experimentId'> & { experiment_id: number }>(
    text,
    parameters,
  );
  return rows.map(({ experiment_id, ...row }) => ({ ...row, experimentId: String(experiment_id) }));
}
