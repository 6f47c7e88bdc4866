import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesBelow } from '../files.ts';
import { readJson, writeJson } from '../json-file.ts';
import { RunRecord } from '../record/run-record.ts';
import type { Job, JobState } from './job.ts';
import { dataPath } from './multiverse.ts';

/** What the host keeps for itself and never uploads. */
const PRIVATE = new Set(['state.json', 'stop.json', 'metrics.streamed', RunRecord.FILE]);
const LOGS = new Set(['container.log', 'orchestrator.log', 'run.log']);

/** The folder of one job: the host's files, and all that the job writes. */
export class JobFolder {
  readonly path: string;

  /** @param path an absolute path */
  constructor(path: string) {
    this.path = path;
  }

  static of(storeDir: string, experiment: string, job: Job, runId: string): JobFolder {
    const pair = `${job.dataset.slug}__${job.model.slug}`;
    return new JobFolder(join(jobsDir(storeDir, experiment), pair, job.folderPrefix + runId));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Makes the folder with the job's spec and a copy of the manifest. */
  create(job: Job, manifestText: string): void {
    mkdirSync(this.path, { recursive: true });
    const data = dataPath(job);
    writeJson(this.file('job_spec.json'), {
      seed: job.seed,
      dataset_id: job.dataset.slug,
      dataset_name: job.dataset.name,
      model_name: job.model.slug,
      hyperparameters: job.params,
      // As models of multiverse read them besides.
      model_version: job.model.version,
      dataset_slug: job.dataset.slug,
      ...(data && { dataset_path_in_container: data }),
      ...job.dataset.keys,
      ...(Object.keys(job.preprocessing).length > 0 && { preprocessing: job.preprocessing }),
      run_settings: { run_name: job.runName, timeout: job.timeout, ...job.tags },
    });
    writeFileSync(this.file('manifest.yaml'), manifestText);
  }

  readState(): JobState | null {
    return readJson<JobState>(this.file('state.json'));
  }

  writeState(state: JobState): void {
    writeJson(this.file('state.json'), state);
  }

  /** What becomes the run's artifacts: each file, and its path among them. */
  artifacts(): { file: string; path: string }[] {
    return filesBelow(this.path)
      .map((file) => {
        const path = relative(this.path, file);
        return { file, path: LOGS.has(path) ? `logs/${path}` : path };
      })
      .filter(({ path }) => !PRIVATE.has(path) && !path.endsWith('.part') && !path.includes('__pycache__'))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}

/** The folders of all jobs that an experiment has had so far, each with its state. */
export function earlierJobs(storeDir: string, experiment: string): { folder: JobFolder; state: JobState }[] {
  const root = jobsDir(storeDir, experiment);
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((pair) =>
    readdirSync(join(root, pair)).flatMap((name) => {
      const folder = new JobFolder(join(root, pair, name));
      const state = folder.readState();
      return state ? [{ folder, state }] : [];
    }),
  );
}

/** The folder of a sweep's own run, beside those of its trials. */
export function sweepFolder(storeDir: string, experiment: string, pair: string, runId: string): string {
  return join(jobsDir(storeDir, experiment), pair, `sweep-${runId}`);
}

function jobsDir(storeDir: string, experiment: string): string {
  return join(storeDir, 'jobs', fileName(experiment));
}

/** An experiment's name as the name of a file. */
export function fileName(experiment: string): string {
  return experiment.replace(/[/\\\0]/g, '_');
}
