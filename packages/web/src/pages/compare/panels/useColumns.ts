import { useMemo } from 'react';
import type { Run } from '../../../data/model.ts';
import { type RunColumn, runColumn } from '../../../logic/runColumn.ts';

/** A panel's columns over its runs; null for one that is none. */
export function useColumns(ids: readonly string[], runs: readonly Run[]): (RunColumn | null)[] {
  const key = ids.join('\n');
  return useMemo(() => key.split('\n').map((id) => runColumn(id, runs)), [key, runs]);
}
