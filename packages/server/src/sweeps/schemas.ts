import { invalid } from '@orrery/core';
import {
  type Direction,
  type ParamField,
  type ParamValue,
  PRUNER_SCHEMA,
  type PrunerSetting,
  SAMPLER_SCHEMA,
  type SamplerSetting,
  type StudySettings,
} from '@orrery/sweeps';
import { type TSchema, Type } from 'typebox';

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const closed = { additionalProperties: false };

export const Attrs = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true });
/** A number, or one of the strings `NaN`, `Infinity` and `-Infinity`. */
export const Double = Type.Unsafe<number | string>({
  anyOf: [{ type: 'number' }, { enum: ['NaN', 'Infinity', '-Infinity'] }],
});
export const Params = Type.Unsafe<Record<string, ParamValue>>({
  type: 'object',
  additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
});
export const Space = Type.Unsafe<Record<string, ParamField>>({
  type: 'object',
  description: 'JSON Schema of each parameter: type, minimum, maximum, enum, x-log, x-step',
  additionalProperties: {
    type: 'object',
    properties: {
      type: { enum: ['number', 'integer', 'boolean', 'string'] },
      minimum: { type: 'number' },
      maximum: { type: 'number' },
      enum: { type: 'array', minItems: 1 },
      'x-log': { type: 'boolean' },
      'x-step': { type: 'number', exclusiveMinimum: 0 },
    },
  },
});

const name = Type.String({ minLength: 1, maxLength: 512 });
const settings = {
  sampler: Type.Optional(Type.Unsafe<SamplerSetting>(SAMPLER_SCHEMA)),
  pruner: Type.Optional(Type.Unsafe<PrunerSetting>(PRUNER_SCHEMA)),
  seed: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }))),
  space: Type.Optional(nullable(Space)),
  heartbeat: Type.Optional(
    nullable(
      Type.Object(
        {
          interval: Type.Number({ exclusiveMinimum: 0, description: 'Seconds' }),
          grace: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'Seconds' })),
          max_retries: Type.Optional(Type.Integer({ minimum: 0 })),
        },
        closed,
      ),
    ),
  ),
};

export const NewStudyBody = Type.Object(
  {
    name: Type.Optional(name),
    directions: Type.Optional(
      Type.Unsafe<Direction[]>({ type: 'array', minItems: 1, items: { enum: ['minimize', 'maximize'] } }),
    ),
    ...settings,
    user_attrs: Type.Optional(Attrs),
    load_if_exists: Type.Optional(Type.Boolean()),
  },
  closed,
);

export const StudyChange = Type.Object(
  { name: Type.Optional(name), ...settings, user_attrs: Type.Optional(Attrs) },
  closed,
);

export const StopBody = Type.Object({ reason: Type.Optional(Type.String({ minLength: 1 })) }, closed);

export const AskBody = Type.Object({ space: Type.Optional(Space), user_attrs: Type.Optional(Attrs) }, closed);

export const EnqueueBody = Type.Object(
  {
    params: Params,
    user_attrs: Type.Optional(Attrs),
    skip_if_exists: Type.Optional(Type.Boolean()),
  },
  closed,
);

export const TellBody = Type.Object(
  {
    state: Type.Optional(
      Type.Unsafe<'COMPLETE' | 'PRUNED' | 'FAIL'>({ enum: ['COMPLETE', 'PRUNED', 'FAIL'] }),
    ),
    values: Type.Optional(Type.Array(Double)),
    user_attrs: Type.Optional(Attrs),
    constraints: Type.Optional(Type.Record(Type.String(), Type.Number())),
  },
  closed,
);

export const ReportBody = Type.Object(
  { step: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }), value: Double },
  closed,
);

export const SuggestBody = Type.Object({ space: Space }, closed);

export const TrialChange = Type.Object({ user_attrs: Attrs }, closed);

const time = nullable(Type.Unsafe<Date>({ type: 'string', format: 'date-time' }));
const State = Type.Enum(['RUNNING', 'COMPLETE', 'PRUNED', 'FAIL', 'WAITING']);

export const StudyAnswer = Type.Object({
  study: Type.Object({
    study_id: Type.Integer(),
    name: Type.String(),
    directions: Type.Array(Type.Enum(['minimize', 'maximize'])),
    counts: Type.Record(Type.String(), Type.Integer()),
    best_trial: nullable(
      Type.Object({ number: Type.Integer(), values: nullable(Type.Array(Double)), params: Params }),
    ),
    datetime_start: time,
    datetime_last: time,
    user_attrs: Attrs,
    system_attrs: Attrs,
    settings: Type.Unsafe<StudySettings>({ type: 'object', additionalProperties: true }),
    stopped: nullable(Type.String()),
  }),
});
export const StudiesAnswer = Type.Object({ studies: Type.Array(StudyAnswer.properties.study) });

export const Trial = Type.Object({
  trial_id: Type.Integer(),
  number: Type.Integer(),
  state: State,
  values: nullable(Type.Array(Double)),
  params: Params,
  distributions: Attrs,
  intermediate_values: Type.Array(Type.Array(Double)),
  user_attrs: Attrs,
  system_attrs: Attrs,
  datetime_start: time,
  datetime_complete: time,
});
const PartOfTrial = Type.Partial(Trial);
export const TrialAnswer = Type.Object({ trial: Trial });
export const TrialsAnswer = Type.Object({ trials: Type.Array(Trial) });
export const TrialListAnswer = Type.Object({
  trials: Type.Array(PartOfTrial),
  total: Type.Integer({ description: 'How many trials there are, that the filters let through' }),
  cursor: Type.Optional(Type.String({ description: 'What to ask for next with `after`' })),
  more: Type.Boolean({ description: 'Whether there are others already' }),
  reset: Type.Optional(Type.Boolean({ description: 'Whether what was read before is to be forgotten' })),
});

export const AskAnswer = Type.Object({
  trial: nullable(Type.Object({ trial_id: Type.Integer(), number: Type.Integer(), params: Params })),
  done: nullable(
    Type.String({ description: 'Why there is no trial: the study was stopped, or all is tried' }),
  ),
});
export const SuggestAnswer = Type.Object({ params: Params });
export const EnqueueAnswer = Type.Object({
  trial: nullable(Type.Object({ trial_id: Type.Integer(), number: Type.Integer() })),
});
export const PruneAnswer = Type.Object({ should_prune: Type.Boolean() });
export const Nothing = Type.Object({});

export const StudyPath = Type.Object({ study_id: Type.String() });
export const TrialPath = Type.Object({ study_id: Type.String(), number: Type.String() });

const STATES = ['RUNNING', 'COMPLETE', 'PRUNED', 'FAIL', 'WAITING'] as const;
export const TrialQuery = Type.Object({
  after: Type.Optional(Type.String({ description: '`0`, or the cursor of the answer before' })),
  state: Type.Optional(Type.Unsafe<(typeof STATES)[number][]>({ type: 'array', items: { enum: STATES } })),
  text: Type.Optional(Type.String({ description: 'What a param, an attribute or the number must contain' })),
  order: Type.Optional(
    Type.String({
      description: '`number`, `value`, `duration` or `params.NAME`; with `-` before it downwards',
    }),
  ),
  offset: Type.Optional(Type.Integer({ minimum: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  omit: Type.Optional(Type.String({ description: 'Fields to leave out, with commas between them' })),
});

export const NoteBody = Type.Object(
  {
    text: Type.String({ maxLength: 200_000, description: 'Markdown' }),
    version: Type.Integer({ minimum: 0, description: 'Of the note that was read; 0 where there was none' }),
    trial: Type.Optional(
      Type.Integer({ minimum: 0, description: 'The number of the trial whose note it is' }),
    ),
  },
  closed,
);
export const NoteAnswer = Type.Object({ version: Type.Integer() });

export const ColumnsQuery = Type.Object({ after: TrialQuery.properties.after });

export const ExportQuery = Type.Object({
  format: Type.Optional(Type.Unsafe<'csv' | 'json'>({ enum: ['csv', 'json'] })),
});

/** A number of a path. @throws OrreryError INVALID_PARAMETER_VALUE for what is none */
export function idOf(text: string, what = 'study id'): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw invalid(`'${text}' is no ${what}: give a number.`);
}
