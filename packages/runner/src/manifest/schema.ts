import { PRUNER_SCHEMA, SAMPLER_SCHEMA } from '@orrery/sweeps';
import { INLINE_SCHEMA } from './inline.ts';
import { KUBERNETES_SCHEMA } from './kubernetes.ts';

/** JSON Schema of a manifest, with the names that multiverse has for the same things; see `multiverse.ts`. */

const sweep = {
  type: 'object',
  additionalProperties: false,
  properties: {
    n_trials: { type: 'integer', minimum: 1 },
    sampler: SAMPLER_SCHEMA,
    pruner: PRUNER_SCHEMA,
    timeout: { type: ['number', 'null'], exclusiveMinimum: 0 },
    parallel: { type: 'integer', minimum: 1 },
  },
};

const metrics = {
  type: 'object',
  properties: {
    primary: { type: 'string', minLength: 1 },
    direction: { enum: ['maximize', 'minimize'] },
  },
};

/** One, or several: a job for each pair. */
const slugs = { type: ['string', 'array'], items: { type: 'string' }, minItems: 1 };

/** What `globals` and `matrix` say for all jobs, and a job for itself. */
const settings = {
  model_params: { type: ['object', 'null'] },
  executor: { enum: ['local', 'docker', 'kubernetes'] },
  gpu: { type: ['boolean', 'integer', 'string', 'null'] },
  mem_limit: { type: ['string', 'integer', 'null'] },
  cpus: { type: ['number', 'null'] },
  timeout: { type: ['number', 'null'], exclusiveMinimum: 0 },
  retries: { type: 'integer', minimum: 0 },
  replicas: { type: 'integer', minimum: 1 },
  kubernetes: KUBERNETES_SCHEMA,
  preprocessing: { type: ['object', 'null'] },
  metrics,
  sweep,
};

const globals = {
  type: 'object',
  additionalProperties: false,
  properties: {
    experiment_name: { type: 'string', minLength: 1 },
    random_seed: { type: 'integer' },
    run_user_params: { type: 'boolean' },
    run_gridsearch: { type: 'boolean' },
    skip_completed: { type: 'boolean' },
    ...settings,
    backend: { type: 'string' },
    slurm: { type: 'object' },
    mv_contract_version: {},
  },
};

const space = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    properties: {
      type: { enum: ['int', 'float', 'categorical', 'loguniform', 'uniform'] },
      distribution: { enum: ['int', 'float', 'categorical', 'loguniform', 'uniform'] },
      low: { type: 'number' },
      high: { type: 'number' },
      log: { type: 'boolean' },
      step: { type: ['number', 'null'], exclusiveMinimum: 0 },
      choices: { type: 'array', minItems: 1 },
    },
  },
};

const searched = { ...settings, mode: { enum: ['run', 'sweep'] }, search_space: space };

const job = {
  type: 'object',
  additionalProperties: false,
  required: ['dataset_slug', 'model_name'],
  properties: {
    dataset_slug: slugs,
    model_name: slugs,
    name: { type: 'string', minLength: 1 },
    model_version: { type: ['string', 'number', 'null'] },
    ...INLINE_SCHEMA,
    ...searched,
  },
};

const matrix = {
  type: 'object',
  additionalProperties: false,
  required: ['datasets', 'models'],
  properties: {
    datasets: slugs,
    models: slugs,
    exclude: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: { dataset_slug: slugs, model_name: slugs },
      },
    },
    ...searched,
  },
};

export const MANIFEST_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  anyOf: [{ required: ['jobs'] }, { required: ['matrix'] }],
  properties: { globals, matrix, jobs: { type: 'array', minItems: 1, items: job } },
};
