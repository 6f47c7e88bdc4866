import type { Plan } from './load.ts';

/** A plan for programs: each job, its params with where each of them comes from, and what is searched. */
export function describePlan({ manifest, jobs, notes }: Plan) {
  const { experiment_name, random_seed } = manifest.globals;
  return {
    experiment: experiment_name,
    seed: random_seed,
    notes,
    jobs: jobs.map(({ name, dataset, model, params, origins, executor, plain, swept, space, entry }) => ({
      name,
      dataset: dataset.slug,
      model: model.slug,
      executor,
      params: Object.fromEntries(
        Object.entries(params).map(([name, value]) => [name, { value, from: origins[name] ?? 'default' }]),
      ),
      plain,
      sweep: swept ? { ...entry.sweep, metrics: entry.metrics, space } : null,
    })),
  };
}
