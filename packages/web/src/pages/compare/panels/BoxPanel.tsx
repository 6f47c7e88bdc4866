import { useMemo } from 'react';
import { BoxChart, type BoxPoint } from '../../../charts/BoxChart.tsx';
import type { Run } from '../../../data/model.ts';
import { runMark } from '../../../logic/runMark.ts';
import type { PanelBodyProps } from '../PanelBody.tsx';
import { TEXT } from '../text.ts';
import { groupsOf } from './groups.ts';
import { RunCard } from './RunCard.tsx';
import { useColumns } from './useColumns.ts';
import { useOpenRun } from './useOpenRun.ts';

/** How a metric is spread over the runs of each group. */
export function BoxPanel({ panel, runs, height }: PanelBodyProps) {
  const open = useOpenRun();
  const columns = useColumns(panel.fields, runs);
  const [value = null, by = null] = columns;
  const { names, points } = useMemo(() => {
    const groups = groupsOf(runs, by);
    const points = groups.flatMap(([, own], slot) =>
      own.flatMap((run): BoxPoint<Run>[] => {
        const y = value?.value(run) ?? null;
        const mark = runMark(run.id);
        return y === null
          ? []
          : [{ slot, y, form: mark.form, color: (theme) => theme.run(mark.color), item: run }];
      }),
    );
    return { names: groups.map(([name]) => name), points };
  }, [runs, value, by]);
  if (!value || points.length === 0)
    return <p className="p-3 text-ink-3">{TEXT.noneHas(value?.name ?? '')}</p>;
  return (
    <BoxChart
      label={TEXT.spread(value.name, by ? ` by ${by.name}` : '')}
      height={height}
      categories={names}
      points={points}
      card={(run) => <RunCard run={run} columns={columns} />}
      onOpen={open}
    />
  );
}
