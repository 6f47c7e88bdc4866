import { IMPORTANCE_EVALUATORS } from '@orrery/sweeps';
import { type TSchema, Type } from 'typebox';

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const closed = { additionalProperties: false };
const column = Type.String({
  minLength: 1,
  maxLength: 600,
  description: '`metrics.NAME`, `params.NAME`, `tags.NAME` or `attributes.NAME`',
});
const ids = (most: number) => Type.Array(Type.String({ maxLength: 4000 }), { maxItems: most });

const selection = {
  filter: Type.Optional(Type.String({ maxLength: 20_000, description: "In MLflow's language" })),
  view: Type.Optional(
    Type.Unsafe<'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL'>({ enum: ['ACTIVE_ONLY', 'DELETED_ONLY', 'ALL'] }),
  ),
  order: Type.Optional(
    Type.Array(Type.String({ maxLength: 601 }), {
      maxItems: 8,
      description: 'Columns; with `-` before it downwards',
    }),
  ),
};

export const ExperimentPath = Type.Object({ experiment_id: Type.String() });

export const RowsBody = Type.Object(
  {
    ...selection,
    columns: Type.Optional(
      nullable(Type.Array(column, { maxItems: 300, description: 'Without it, what varies' })),
    ),
    group: Type.Optional(Type.Array(column, { maxItems: 4 })),
    nested: Type.Optional(Type.Boolean({ description: 'Runs below their parents; the default' })),
    open: Type.Optional(ids(2000)),
    pinned: Type.Optional(ids(100)),
    offset: Type.Optional(Type.Integer({ minimum: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  },
  closed,
);

export const SelectionBody = Type.Object(selection, closed);

export const BestBody = Type.Object(
  { filter: selection.filter, view: selection.view, metrics: Type.Array(Type.String(), { maxItems: 300 }) },
  closed,
);

export const PointsBody = Type.Object(
  {
    filter: selection.filter,
    view: selection.view,
    x: Type.Optional(column),
    y: column,
    most: Type.Optional(Type.Integer({ minimum: 10, maximum: 20_000, description: 'Points' })),
  },
  closed,
);

const judged = {
  metric: Type.String({ minLength: 1, maxLength: 500 }),
  direction: Type.Unsafe<'maximize' | 'minimize'>({ enum: ['maximize', 'minimize'] }),
};

export const ResultsQuery = Type.Object(judged);

export const ImportanceQuery = Type.Object({
  ...judged,
  evaluator: Type.Optional(Type.Unsafe<string>({ enum: IMPORTANCE_EVALUATORS })),
});

export const ValuesQuery = Type.Object({ column });

export const CsvQuery = Type.Object({
  filter: selection.filter,
  view: selection.view,
  order: Type.Optional(Type.String({ description: 'Columns with commas between them' })),
  columns: Type.Optional(
    Type.String({ description: 'A line each; without it all metrics, params and tags' }),
  ),
});

export const ChangeBody = Type.Object(
  { run_ids: Type.Array(Type.String(), { minItems: 1, maxItems: 100_000 }) },
  closed,
);

export const TagBody = Type.Object(
  {
    run_ids: ChangeBody.properties.run_ids,
    key: Type.String({ minLength: 1, maxLength: 250 }),
    value: nullable(Type.String({ maxLength: 8000 })),
  },
  closed,
);
