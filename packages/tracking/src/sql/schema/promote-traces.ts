import { columnNames, type Session, tableNames } from '@orrery/database';

const NAME_TAG = 'mlflow.traceName';
const SESSION = 'mlflow.trace.session';
const TOKENS = 'mlflow.trace.tokenUsage';
const COST = 'mlflow.trace.cost';
const TOKEN_COLUMNS = [
  'input_tokens',
  'output_tokens',
  'total_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'cache_creation_input_tokens_above_1hr',
];
const COST_COLUMNS = ['input_cost', 'output_cost', 'total_cost'];
const LONGEST_NAME = 4096;
const LONGEST_SESSION = 250;
const LONGEST_MODEL = 500;
const PAGE = 500;

/**
 * What traces were called and cost moves from rows of tags, metadata and metrics to columns, as MLflow's revision
 * 75868b020152 has it.
 *
 * @param from the schema of the old tables
 */
export async function promoteTraces(session: Session, from: string): Promise<void> {
  await eachPage<{ id: string }>(
    session,
    'SELECT request_id AS id FROM trace_info',
    'request_id',
    async ({ id }) => {
      const values = async (table: string) => {
        const rows = await session.all<{ key: string; value: unknown }>(
          `SELECT key, value FROM ${table} WHERE request_id = ?`,
          [id],
        );
        return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
      };
      const [tags, metadata, metrics] = [
        await values('trace_tags'),
        await values('trace_request_metadata'),
        await values('trace_metrics'),
      ];
      const usage = jsonObject(metadata[TOKENS]);
      const cost = jsonObject(metadata[COST]);
      const columns = ['trace_name', 'session_id', ...TOKEN_COLUMNS, ...COST_COLUMNS];
      await session.run(
        `UPDATE trace_info SET ${columns.map((name) => `${name} = ?`).join(', ')} WHERE request_id = ?`,
        [
          text(tags[NAME_TAG], LONGEST_NAME),
          text(metadata[SESSION], LONGEST_SESSION),
          ...TOKEN_COLUMNS.map((name) => count(metrics[name] ?? usage[name])),
          ...COST_COLUMNS.map((name) => finite(cost[name])),
          id,
        ],
      );
    },
  );
  await promoteSpans(session, from);
  await eachPage<{ id: string; value: string }>(
    session,
    'SELECT assessment_id AS id, value FROM assessments',
    'assessment_id',
    async ({ id, value }) => {
      const [aggregate, isNumeric] = aggregateOf(value);
      await session.run(
        'UPDATE assessments SET aggregate_value = ?, is_numeric_value = ? WHERE assessment_id = ?',
        [aggregate, isNumeric, id],
      );
    },
  );
  await session.run('DELETE FROM trace_tags WHERE key = ?', [NAME_TAG]);
  await session.run('DELETE FROM trace_request_metadata WHERE key IN (?, ?, ?)', [SESSION, TOKENS, COST]);
  await remove(session, 'trace_metrics', TOKEN_COLUMNS);
  await remove(session, 'span_metrics', COST_COLUMNS);
}

async function promoteSpans(session: Session, from: string): Promise<void> {
  for (const name of COST_COLUMNS) {
    await session.run(
      `UPDATE spans SET ${name} = (SELECT m.value FROM span_metrics m
         WHERE m.trace_id = spans.trace_id AND m.span_id = spans.span_id AND m.key = ?)`,
      [name],
    );
  }
  const before = (await tableNames(session, from)).has('spans')
    ? await columnNames(session, 'spans', from)
    : new Set();
  if (before.has('dimension_attributes')) {
    await eachPage<{ trace_id: string; id: string; dimensions: unknown }>(
      session,
      `SELECT trace_id, span_id AS id, dimension_attributes AS dimensions FROM ${from}.spans`,
      'span_id',
      async ({ trace_id, id, dimensions }) => {
        const found = jsonObject(dimensions);
        await session.run(
          'UPDATE spans SET model_name = ?, model_provider = ? WHERE trace_id = ? AND span_id = ?',
          [
            text(found['mlflow.llm.model'], LONGEST_MODEL),
            text(found['mlflow.llm.provider'], LONGEST_MODEL),
            trace_id,
            id,
          ],
        );
      },
    );
  }
  await session.run(
    `UPDATE trace_info SET total_cost = (SELECT sum(s.total_cost) FROM spans s WHERE s.trace_id = trace_info.request_id)
     WHERE total_cost IS NULL AND EXISTS (SELECT 1 FROM trace_request_metadata m
       WHERE m.request_id = trace_info.request_id AND m.key = 'mlflow.gateway.endpointId')`,
  );
}

/** Calls `work` with each row, reading so many at a time; rows with the same key are read together. */
async function eachPage<T extends { id: string }>(
  session: Session,
  select: string,
  key: string,
  work: (row: T) => Promise<void>,
): Promise<void> {
  for (let last = ''; ; ) {
    const page = await session.all<T>(`${select} WHERE ${key} > ? ORDER BY ${key} LIMIT ${PAGE}`, [last]);
    const end = page.at(-1)?.id;
    if (end === undefined) return;
    const rows = page.filter(({ id }) => id !== end);
    rows.push(...(await session.all<T>(`${select} WHERE ${key} = ?`, [end])));
    for (const row of rows) await work(row);
    last = end;
  }
}

async function remove(session: Session, table: string, keys: string[]): Promise<void> {
  await session.run(`DELETE FROM ${table} WHERE key IN (${keys.map(() => '?').join(', ')})`, keys);
}

function jsonObject(value: unknown): Record<string, unknown> {
  try {
    const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value;
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function text(value: unknown, longest: number): string | null {
  return typeof value === 'string' ? [...value].slice(0, longest).join('') : null;
}

function finite(value: unknown): number | null {
  if (typeof value === 'boolean' || value === null || value === undefined || value === '') return null;
  return Number.isFinite(Number(value)) ? Number(value) : null;
}

function count(value: unknown): number | null {
  const number = finite(value);
  return number !== null && Number.isInteger(number) ? number : null;
}

/** The number that an assessment's JSON value counts as, and whether it is a number itself. */
function aggregateOf(json: string): [aggregate: number | null, isNumeric: 0 | 1] {
  const value = parsed(json);
  if (typeof value === 'boolean') return [Number(value), 0];
  if (typeof value === 'number') return Number.isFinite(value) ? [value, 1] : [null, 0];
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return [word === 'yes' ? 1 : word === 'no' ? 0 : null, 0];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
