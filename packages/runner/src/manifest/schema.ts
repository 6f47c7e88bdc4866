import { PRUNERS, SAMPLER_SCHEMA } from '@orrery/sweeps';
import { KUBERNETES_SCHEMA } from './kubernetes.ts';

/** JSON Schema of a manifest. What a later version reads (preprocessing) is accepted already. */

const sweep = {
  type: 'object',
  additionalProperties: false,
  properties: {
    n_trials: { type: 'integer', minimum: 1 },
    sampler: SAMPLER_SCHEMA,
    pruner: { enum: Object.keys(PRUNERS) },
    timeout: { type: ['number', 'null'], exclusiveMinimum: 0 },
    parallel: { type: 'integer', minimum: 1 },
  },
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
    metrics: {
      type: 'object',
      properties: {
        primary: { type: 'string', minLength: 1 },
        direction: { enum: ['maximize', 'minimize'] },
      },
    },
    sweep,
    kubernetes: KUBERNETES_SCHEMA,
  },
};

/** One, or several: a job for each pair. */
const slugs = { type: ['string', 'array'], items: { type: 'string' }, minItems: 1 };

const job = {
  type: 'object',
  additionalProperties: false,
  required: ['dataset_slug', 'model_name'],
  properties: {
    dataset_slug: slugs,
    model_name: slugs,
    model_params: { type: ['object', 'null'] },
    executor: { enum: ['local', 'docker', 'kubernetes'] },
    gpu: { type: ['boolean', 'integer', 'string', 'null'] },
    mem_limit: { type: ['string', 'integer', 'null'] },
    cpus: { type: ['number', 'null'] },
    timeout: { type: ['number', 'null'], exclusiveMinimum: 0 },
    retries: { type: 'integer', minimum: 0 },
    replicas: { type: 'integer', minimum: 1 },
    kubernetes: KUBERNETES_SCHEMA,
    preprocessing: {},
    sweep,
  },
};

export const MANIFEST_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['jobs'],
  properties: { globals, jobs: { type: 'array', minItems: 1, items: job } },
};
