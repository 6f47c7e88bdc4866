import { PRUNER_SCHEMA, SAMPLER_SCHEMA } from '@orrery/sweeps';

const metric = {
  type: ['string', 'object'],
  required: ['name'],
  minLength: 1,
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 1 },
    direction: { enum: ['minimize', 'maximize'] },
    regex: { type: 'string', minLength: 1 },
  },
};
const seconds = { type: ['number', 'null'], exclusiveMinimum: 0 };
const count = { type: 'integer', minimum: 1 };

/** JSON Schema of the params that are searched. */
export const PARAMS_SCHEMA = {
  type: 'object',
  minProperties: 1,
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    properties: {
      type: { enum: ['number', 'integer', 'boolean', 'string'] },
      minimum: { type: 'number' },
      maximum: { type: 'number' },
      enum: { type: 'array', minItems: 1, items: { type: ['string', 'number', 'boolean', 'null'] } },
      description: { type: 'string' },
      'x-log': { type: 'boolean' },
      'x-step': { type: 'number', exclusiveMinimum: 0 },
    },
  },
};

/** JSON Schema of a `sweep.yaml`. */
export const SWEEP_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'params'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 512 },
    experiment: { type: 'string', minLength: 1 },
    metric,
    metrics: { type: 'array', minItems: 1, items: metric },
    direction: { enum: ['minimize', 'maximize'] },
    directions: { type: 'array', minItems: 1, items: { enum: ['minimize', 'maximize'] } },
    results_csv: { type: 'string', minLength: 1 },
    sampler: SAMPLER_SCHEMA,
    pruner: PRUNER_SCHEMA,
    seed: { type: ['integer', 'null'], minimum: 0 },
    n_trials: count,
    timeout: seconds,
    trial_timeout: seconds,
    parallel: count,
    command: { type: 'array', minItems: 1, items: { type: ['string', 'number'] } },
    enqueue: { type: 'array', items: { type: 'object' } },
    params: PARAMS_SCHEMA,
  },
};
