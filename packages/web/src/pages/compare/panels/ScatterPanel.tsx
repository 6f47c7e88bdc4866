import { useMemo } from 'react';
import { type Point, PointChart } from '../../../charts/PointChart.tsx';
import { ramp } from '../../../charts/ramp.ts';
import type { Run } from '../../../data/model.ts';
import { guessDirection } from '../../../logic/direction.ts';
import { ranks } from '../../../logic/ranks.ts';
import { runMark } from '../../../logic/runMark.ts';
import type { PanelBodyProps } from '../PanelBody.tsx';
import { TEXT } from '../text.ts';
import { RunCard } from './RunCard.tsx';
import { useColumns } from './useColumns.ts';
import { useOpenRun } from './useOpenRun.ts';

/** Two columns against each other; a third one may colour the runs, by rank. */
export function ScatterPanel({ panel, runs, height }: PanelBodyProps) {
  const open = useOpenRun();
  const columns = useColumns(panel.fields, runs);
  const [x = null, y = null, color = null] = columns;
  const points = useMemo(() => {
    if (!x || !y) return [];
    const placed = runs.flatMap((run) => {
      const [across, up] = [x.value(run), y.value(run)];
      return across === null || up === null ? [] : [{ x: across, y: up, item: run }];
    });
    const shares = color
      ? ranks(
          placed.map(({ item }) => color.value(item) ?? Number.NaN),
          guessDirection(color.name),
        )
      : null;
    return placed.map((place, index): Point<Run> => {
      const mark = runMark(place.item.id);
      const share = shares?.[index] ?? 0;
      return {
        ...place,
        form: shares ? 'disc' : mark.form,
        color: (theme) => (shares ? ramp(theme, share) : theme.run(mark.color)),
      };
    });
  }, [runs, x, y, color]);
  if (!x || !y || points.length === 0)
    return <p className="p-3 text-ink-3">{TEXT.noneHas([x?.name, y?.name].filter(Boolean).join(', '))}</p>;
  return (
    <PointChart
      label={TEXT.over2(y.name, x.name)}
      height={height}
      points={points}
      xLog={x.log}
      yLog={y.log}
      categories={x.categories}
      yCategories={y.categories}
      card={(run) => <RunCard run={run} columns={columns} />}
      onOpen={open}
    />
  );
}
