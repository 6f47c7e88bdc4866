import type { Run } from '../../data/model.ts';
import { columnId } from '../../logic/columnId.ts';
import { varyingColumns } from '../../logic/varying.ts';

const MOST = 7;

/** The first look: status, the primary metric, what else varies, then duration and start. */
export function defaultColumns(runs: readonly Run[], primary: string | undefined): string[] {
  const { metrics, params } = varyingColumns(runs);
  const leading = primary ? [primary, ...metrics.filter((key) => key !== primary)] : metrics;
  return [
    'attributes.status',
    ...leading.slice(0, MOST).map((key) => columnId({ kind: 'metrics', key })),
    ...params.slice(0, MOST).map((key) => columnId({ kind: 'params', key })),
    'attributes.duration',
    'attributes.start_time',
  ];
}
