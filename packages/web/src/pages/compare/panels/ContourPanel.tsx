import { useMemo } from 'react';
import { extent } from '../../../charts/extent.ts';
import { SurfaceChart } from '../../../charts/SurfaceChart.tsx';
import { guessDirection } from '../../../logic/direction.ts';
import type { RunColumn } from '../../../logic/runColumn.ts';
import { surface } from '../../../logic/surface.ts';
import type { PanelBodyProps } from '../PanelBody.tsx';
import { TEXT } from '../text.ts';
import { RunCard } from './RunCard.tsx';
import { useColumns } from './useColumns.ts';
import { useOpenRun } from './useOpenRun.ts';

/** A metric as a landscape over two columns. */
export function ContourPanel({ panel, runs, height }: PanelBodyProps) {
  const open = useOpenRun();
  const columns = useColumns(panel.fields, runs);
  const [x = null, y = null, z = null] = columns;
  const drawn = useMemo(() => {
    if (!x || !y || !z) return null;
    const placed = runs.flatMap((run) => {
      const [across, up, value] = [x.value(run), y.value(run), z.value(run)];
      return across === null || up === null || value === null ? [] : [{ x: across, y: up, value, item: run }];
    });
    const xRange = rangeOf(
      x,
      placed.map((place) => place.x),
    );
    const yRange = rangeOf(
      y,
      placed.map((place) => place.y),
    );
    const field = surface(
      placed.map((place) => ({
        u: shareOf(place.x, xRange, x.log),
        v: shareOf(place.y, yRange, y.log),
        z: place.value,
      })),
    );
    return field && { placed, xRange, yRange, field };
  }, [runs, x, y, z]);
  if (!x || !y || !z || !drawn)
    return (
      <p className="p-3 text-ink-3">{TEXT.noneHas([x?.name, y?.name, z?.name].filter(Boolean).join(', '))}</p>
    );
  return (
    <SurfaceChart
      label={TEXT.over(z.name, x.name, y.name)}
      height={height}
      surface={drawn.field}
      descending={guessDirection(z.name) === 'minimize'}
      points={drawn.placed}
      xRange={drawn.xRange}
      yRange={drawn.yRange}
      xLog={x.log}
      yLog={y.log}
      categories={x.categories}
      yCategories={y.categories}
      card={(run) => <RunCard run={run} columns={columns} />}
      onOpen={open}
    />
  );
}

function rangeOf({ categories, log }: RunColumn, values: readonly number[]): [number, number] {
  return categories ? [-0.6, categories.length - 0.4] : extent(values, log, 0.03);
}

function shareOf(value: number, [low, high]: readonly [number, number], log: boolean): number {
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}
