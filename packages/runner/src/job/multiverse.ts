import { join, posix, relative, sep } from 'node:path';
import type { Job } from './job.ts';

/** Where a container of multiverse has its data. */
export const DATA_PATH = '/input/data.h5mu';

/** Where a job finds the one file of its dataset, as seen from where it runs; null where there is none. */
export function dataPath({ executor, dataset: { dataFile, folder } }: Job): string | null {
  if (dataFile === null || executor === 'local') return dataFile;
  if (executor === 'docker') return DATA_PATH;
  return posix.join('/input', ...relative(folder, dataFile).split(sep));
}

/**
 * The variables by which models of multiverse find what they read and write.
 *
 * @param folder the job's folder on this machine
 */
export function multiverseEnvironment(job: Job, folder: string): Record<string, string> {
  const data = dataPath(job);
  const output = job.executor === 'local' ? folder : '/output';
  return {
    ...(data && { MVR_INPUT_DATA_PATH: data }),
    MVR_OUTPUT_DIR: output,
    MVR_JOB_SPEC_PATH: join(output, 'job_spec.json'),
    MVR_SEED: String(job.seed),
  };
}
