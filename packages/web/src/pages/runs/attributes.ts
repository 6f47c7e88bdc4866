import { TEXT } from './text.ts';
/** What can be shown of a run beside its metrics, params and tags. */
export interface Attribute {
  key: string;
  label: string;
  width: number;
}

export const ATTRIBUTES: readonly Attribute[] = [
  { key: 'status', label: TEXT.status, width: 104 },
  { key: 'duration', label: TEXT.duration, width: 96 },
  { key: 'start_time', label: TEXT.started, width: 112 },
  { key: 'end_time', label: TEXT.ended, width: 112 },
  { key: 'dataset', label: TEXT.dataset, width: 140 },
  { key: 'user', label: TEXT.user, width: 96 },
  { key: 'source', label: TEXT.source, width: 140 },
  { key: 'commit', label: TEXT.commit, width: 96 },
  { key: 'run_id', label: TEXT.runId, width: 270 },
];
