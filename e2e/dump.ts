import { DatabaseSync } from 'node:sqlite';

/** Rows of every table that runs have a part in, without the ids that stand for nothing outside of the database. */
const QUERIES: Record<string, string> = {
  experiments: 'SELECT * FROM experiments',
  experiment_tags: 'SELECT * FROM experiment_tags',
  runs: 'SELECT * FROM runs',
  params: 'SELECT * FROM params',
  tags: 'SELECT * FROM tags',
  metrics: 'SELECT * FROM metrics',
  latest_metrics: 'SELECT * FROM latest_metrics',
  datasets: `SELECT experiment_id, name, digest, dataset_source_type, dataset_source, dataset_schema, dataset_profile
    FROM datasets`,
  dataset_inputs: `SELECT d.name, d.digest, i.source_type, i.destination_type, i.destination_id, i.step, t.name AS tag,
      t.value FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id
    LEFT JOIN input_tags t ON t.input_uuid = i.input_uuid`,
  model_edges: `SELECT source_type, source_id, destination_type, destination_id, step FROM inputs
    WHERE destination_type <> 'RUN'`,
  logged_models: 'SELECT * FROM logged_models',
  logged_model_params: 'SELECT * FROM logged_model_params',
  logged_model_tags: 'SELECT * FROM logged_model_tags',
  logged_model_metrics: 'SELECT * FROM logged_model_metrics',
};

/** What a tracking database says of its runs, table by table, in one order. */
export function dump(path: string): Record<string, string[]> {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Object.fromEntries(
      Object.entries(QUERIES).map(([table, query]) => {
        const statement = database.prepare(query);
        statement.setReadBigInts(true);
        const rows = statement
          .all()
          .map((row) =>
            JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
          );
        return [table, rows.sort()];
      }),
    );
  } finally {
    database.close();
  }
}
