import { type TSchema, Type } from 'typebox';

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const anything = Type.Unsafe<object>({ type: 'object', additionalProperties: true });

export const Problem = Type.Unsafe<{ file: string; line?: number | undefined; message: string }>(
  Type.Object({
    file: Type.String(),
    line: Type.Optional(Type.Integer()),
    message: Type.String(),
  }),
);

export const Failure = Type.Object({
  error_code: Type.String(),
  message: Type.String(),
  problems: Type.Optional(Type.Array(Problem)),
});

export const Dataset = Type.Object({
  slug: Type.String(),
  name: Type.String(),
  description: Type.String(),
  modalities: Type.Array(Type.String()),
  folder: Type.String(),
  files: Type.Array(
    Type.Object({
      path: Type.String(),
      bytes: nullable(Type.Integer()),
      sha256: nullable(Type.String()),
      schema: nullable(
        Type.Object({ rows: nullable(Type.Integer()), columns: Type.Record(Type.String(), Type.String()) }),
      ),
    }),
  ),
});

export const Model = Type.Object({
  slug: Type.String(),
  name: Type.String(),
  version: Type.String(),
  description: Type.String(),
  modalities: nullable(Type.Array(Type.String())),
  command: nullable(Type.Array(Type.String())),
  image: nullable(Type.String()),
  schema: anything,
  folder: Type.String(),
});

export const Pair = Type.Object({
  dataset: Type.String(),
  model: Type.String(),
  state: Type.Enum(['compatible', 'partial', 'incompatible']),
  missing: Type.Array(Type.String()),
  unused: Type.Array(Type.String()),
});

export const CatalogAnswer = Type.Object({
  folders: Type.Array(Type.String()),
  datasets: Type.Array(Dataset),
  models: Type.Array(Model),
  matrix: Type.Array(Pair),
  problems: Type.Array(Problem),
});

export const AdditionBody = Type.Object(
  {
    source: Type.String({
      minLength: 1,
      description: 'A folder or file of the machine that the server is on',
    }),
    slug: Type.Optional(Type.String({ minLength: 1 })),
    name: Type.Optional(Type.String({ minLength: 1 })),
    description: Type.Optional(Type.String()),
    modalities: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
    replace: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

export const PlannedJob = Type.Object({
  dataset: Type.String(),
  model: Type.String(),
  executor: Type.String(),
  params: Type.Record(Type.String(), Type.Object({ value: Type.Unknown(), from: Type.String() })),
  plain: Type.Boolean(),
  sweep: nullable(anything),
});

export const CheckAnswer = Type.Object({
  problems: Type.Array(Problem),
  notes: Type.Array(Problem),
  plan: nullable(
    Type.Object({ experiment: Type.String(), seed: Type.Integer(), jobs: Type.Array(PlannedJob) }),
  ),
});

export const ManifestBody = Type.Object(
  {
    manifest: Type.String({ minLength: 1, description: 'YAML' }),
    file: Type.Optional(Type.String({ description: 'What problems call it' })),
    catalog: Type.Optional(
      nullable(Type.String({ description: 'One of the folders that the store knows, to look in first' })),
    ),
  },
  { additionalProperties: false },
);

export const StartBody = Type.Object(
  {
    ...ManifestBody.properties,
    jobs: Type.Optional(nullable(Type.Integer({ minimum: 1, description: 'Jobs at a time' }))),
    resume: Type.Optional(Type.Boolean({ description: 'Leave out what is complete' })),
    executor: Type.Optional(nullable(Type.Enum(['local', 'docker', 'kubernetes']))),
  },
  { additionalProperties: false },
);

const status = (words: string[]) => Type.Enum(words);
const STATUS = ['QUEUED', 'RUNNING', 'FINISHED', 'FAILED', 'KILLED'];

export const JobRecord = Type.Object({
  key: Type.String(),
  kind: Type.Enum(['job', 'sweep']),
  name: Type.String(),
  dataset: Type.String(),
  model: Type.String(),
  executor: Type.String(),
  params: anything,
  status: status([...STATUS, 'SKIPPED']),
  reason: nullable(Type.String()),
  run_id: nullable(Type.String()),
  experiment_id: nullable(Type.String()),
  attempt: Type.Integer(),
  metric: Type.String(),
  value: nullable(Type.Number()),
  step: Type.Integer(),
  steps: nullable(Type.Number()),
  study: nullable(Type.String()),
  trials: nullable(
    Type.Object({
      running: Type.Integer(),
      complete: Type.Integer(),
      pruned: Type.Integer(),
      failed: Type.Integer(),
    }),
  ),
  started_ms: nullable(Type.Integer()),
  ended_ms: nullable(Type.Integer()),
});

const common = {
  id: Type.String(),
  experiment: Type.String(),
  manifest_file: Type.String(),
  status: status(STATUS),
  reason: nullable(Type.String()),
  user: Type.String(),
  via: Type.Enum(['terminal', 'api']),
  pid: nullable(Type.Integer()),
  host: Type.String(),
  created_ms: Type.Integer(),
  started_ms: nullable(Type.Integer()),
  ended_ms: nullable(Type.Integer()),
};

export const Summary = Type.Object({
  ...common,
  counts: Type.Record(Type.String(), Type.Integer()),
  progress: Type.Number({ minimum: 0, maximum: 1 }),
});

export const Orchestration = Type.Object({
  ...common,
  catalog: nullable(Type.String()),
  metrics: anything,
  options: anything,
  jobs: Type.Array(JobRecord),
});

export const OrchestrationParams = Type.Object({ id: Type.String() });

export const JobBody = Type.Object(
  { job: Type.Optional(Type.String({ description: 'Key of a job; all of them without it' })) },
  { additionalProperties: false },
);

export const LogStreamQuery = Type.Object({
  file: Type.Optional(Type.Enum(['container.log', 'orchestrator.log', 'run.log'])),
  from: Type.Optional(Type.Integer({ description: 'Byte to begin at; from the end where negative' })),
});

export const LogQuery = Type.Object({
  ...LogStreamQuery.properties,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 4_194_304 })),
});

export const LogAnswer = Type.Object({
  text: Type.String(),
  from: Type.Integer(),
  to: Type.Integer({ description: 'Byte after the last one of the text: where to go on' }),
  size: Type.Integer(),
  complete: Type.Boolean({ description: 'Whether nothing will be added' }),
});
