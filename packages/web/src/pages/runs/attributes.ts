/** What can be shown of a run beside its metrics, params and tags. */
export interface Attribute {
  key: string;
  label: string;
  width: number;
}

export const ATTRIBUTES: readonly Attribute[] = [
  { key: 'status', label: 'Status', width: 104 },
  { key: 'duration', label: 'Duration', width: 96 },
  { key: 'start_time', label: 'Started', width: 112 },
  { key: 'end_time', label: 'Ended', width: 112 },
  { key: 'dataset', label: 'Dataset', width: 140 },
  { key: 'user', label: 'User', width: 96 },
  { key: 'source', label: 'Source', width: 140 },
  { key: 'commit', label: 'Commit', width: 96 },
  { key: 'run_id', label: 'Run id', width: 270 },
];
