import { Type } from 'typebox';

const MOST_RUNS = 500;
const MOST_METRICS = 200;

const runIds = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: MOST_RUNS });
const numbers = Type.Array(Type.Number());
const numbersOrNull = Type.Array(Type.Union([Type.Number(), Type.Null()]));

export const RunsBody = Type.Object({ run_ids: runIds }, { additionalProperties: false });

export const RunsAnswer = Type.Object({
  runs: Type.Array(Type.Unsafe<object>({ type: 'object', description: 'As in MLflow’s runs/get' })),
  missing: Type.Array(Type.String(), { description: 'Ids of no run' }),
  primary: Type.Union([Type.String(), Type.Null()], { description: 'The metric that most likely counts' }),
});

export const ActivityAnswer = Type.Object({
  experiments: Type.Array(
    Type.Object({
      experiment_id: Type.String(),
      runs: Type.Integer({ description: 'That are not deleted' }),
      running: Type.Integer(),
      last_time: Type.Union([Type.Integer(), Type.Null()], {
        description: 'When a run began or ended last; Unix milliseconds',
      }),
    }),
    { description: 'Those that have runs, of what the caller may read' },
  ),
});

export const SeriesBody = Type.Object(
  {
    run_ids: runIds,
    metrics: Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: MOST_METRICS }),
    axis: Type.Optional(Type.Enum(['step', 'time'])),
    from: Type.Optional(Type.Number({ description: 'First step, or Unix milliseconds' })),
    to: Type.Optional(Type.Number({ description: 'Last step, or Unix milliseconds' })),
    points: Type.Optional(
      Type.Integer({ minimum: 10, maximum: 5000, description: 'At most so many a series' }),
    ),
  },
  { additionalProperties: false },
);

export const SeriesAnswer = Type.Object({
  series: Type.Array(
    Type.Object({
      run_id: Type.String(),
      key: Type.String(),
      count: Type.Integer({ description: 'Points that were logged in the range' }),
      first_time: Type.Number({
        description: 'When the first point of all was logged, in Unix milliseconds',
      }),
      steps: numbers,
      times: Type.Array(Type.Number(), { description: 'Unix milliseconds' }),
      values: numbersOrNull,
      lows: Type.Union([numbersOrNull, Type.Null()]),
      highs: Type.Union([numbersOrNull, Type.Null()]),
    }),
  ),
});
