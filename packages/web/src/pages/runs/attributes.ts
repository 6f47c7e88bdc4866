import type { Run } from '../../data/model.ts';

/** What can be shown of a run beside its metrics, params and tags. */
export interface Attribute {
  key: string;
  label: string;
  width: number;
  text: (run: Run) => string;
}

export const ATTRIBUTES: readonly Attribute[] = [
  { key: 'status', label: 'Status', width: 104, text: (run) => run.status },
  { key: 'duration', label: 'Duration', width: 96, text: () => '' },
  { key: 'start_time', label: 'Started', width: 112, text: () => '' },
  { key: 'end_time', label: 'Ended', width: 112, text: () => '' },
  { key: 'user', label: 'User', width: 96, text: (run) => run.user },
  { key: 'source', label: 'Source', width: 140, text: (run) => run.tags['mlflow.source.name'] ?? '' },
  {
    key: 'commit',
    label: 'Commit',
    width: 96,
    text: (run) => run.tags['mlflow.source.git.commit']?.slice(0, 8) ?? '',
  },
  { key: 'run_id', label: 'Run id', width: 270, text: (run) => run.id },
];
