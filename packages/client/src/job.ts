import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the host asks of a job; it stands in `job_spec.json`. */
export interface JobSpec {
  seed: number;
  datasetId: string;
  datasetName: string;
  modelName: string;
  hyperparameters: Record<string, unknown>;
  runSettings: Record<string, unknown>;
}

/** The folder whose contents become the run's artifacts: `ORRERY_OUTPUT`, in a container `/output`. */
export function outputDir(): string {
  return process.env.ORRERY_OUTPUT || '/output';
}

/** The dataset's folder, read-only: `ORRERY_INPUT`, in a container `/input`. */
export function inputDir(): string {
  return process.env.ORRERY_INPUT || '/input';
}

/**
 * Reads `job_spec.json` from the output folder, else from the input folder.
 *
 * @throws Error where neither folder holds it, or it is not the JSON of a job spec
 */
export function loadJobSpec(): JobSpec {
  const file = [outputDir(), inputDir()].map((folder) => join(folder, 'job_spec.json')).find(existsSync);
  if (!file) {
    throw new Error(
      `no job_spec.json in ${outputDir()} or ${inputDir()}: set ORRERY_OUTPUT to the job's folder`,
    );
  }
  const spec = parse(file);
  const missing = ['seed', 'dataset_id', 'dataset_name', 'model_name'].filter((name) => !(name in spec));
  if (missing.length > 0) throw new Error(`${file} is not a job spec: ${missing.join(', ')} missing`);
  return {
    seed: spec.seed as number,
    datasetId: spec.dataset_id as string,
    datasetName: spec.dataset_name as string,
    modelName: spec.model_name as string,
    hyperparameters: (spec.hyperparameters ?? {}) as Record<string, unknown>,
    runSettings: (spec.run_settings ?? {}) as Record<string, unknown>,
  };
}

/**
 * Writes `metrics.json`, whole or not at all, and returns its path.
 *
 * @param modelMetrics final scalars by name; nested objects are flattened with `.` by the host
 * @param history values by step for each metric that was not streamed with `EpochLogger`
 */
export function writeMetrics(modelMetrics: object, history: object = {}, folder = outputDir()): string {
  const file = join(folder, 'metrics.json');
  writeFileSync(`${file}.part`, `${JSON.stringify({ model_metrics: modelMetrics, history }, null, 2)}\n`);
  renameSync(`${file}.part`, file);
  return file;
}

function parse(file: string): Record<string, unknown> {
  try {
    const spec: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof spec === 'object' && spec !== null && !Array.isArray(spec))
      return spec as Record<string, unknown>;
  } catch (error) {
    throw new Error(`${file} is not a job spec: ${(error as Error).message}`, { cause: error });
  }
  throw new Error(`${file} is not a job spec: it is no object`);
}
