import { useMemo, useState } from 'react';
import { ParallelChart } from '../../../charts/ParallelChart.tsx';
import { Button } from '../../../design/Button.tsx';
import { guessDirection } from '../../../logic/direction.ts';
import { formatNumber, plural } from '../../../logic/format.ts';
import { type Brushes, isWithin, upright } from '../../../logic/parallel.ts';
import { ranks } from '../../../logic/ranks.ts';
import type { PanelBodyProps } from '../PanelBody.tsx';
import { TEXT } from '../text.ts';
import { useColumns } from './useColumns.ts';

const FOOT = 28;

/** Every run across upright axes, coloured by its rank on the last. */
export function ParallelPanel({ panel, runs, height }: PanelBodyProps) {
  const columns = useColumns(panel.fields, runs);
  const [brushes, setBrushes] = useState<Brushes>({});
  const axes = useMemo(
    () =>
      columns.flatMap((column) =>
        column ? upright(column.name, column, runs, column.value, (value) => formatNumber(value, 3)) : [],
      ),
    [columns, runs],
  );
  const last = columns.at(-1) ?? null;
  const shares = useMemo(
    () =>
      last
        ? ranks(
            runs.map((run) => last.value(run) ?? Number.NaN),
            guessDirection(last.name),
          )
        : runs.map(() => 1),
    [runs, last],
  );
  if (axes.length < 2) return <p className="p-3 text-ink-3">{TEXT.chooseAxes}</p>;
  const isBrushed = Object.keys(brushes).length > 0;
  const chosen = runs.filter((run) => isWithin(run, axes, brushes));
  return (
    <>
      <ParallelChart
        label={TEXT.parallelCoordinates(columns.map((column) => column?.name).join(', '))}
        items={runs}
        shares={shares}
        axes={axes}
        brushes={brushes}
        onBrush={setBrushes}
        height={height - FOOT}
      />
      <p className="flex h-7 items-center gap-3 px-2 text-ink-2 text-small" role="status">
        {isBrushed ? TEXT.of(chosen.length, plural(runs.length, 'run')) : TEXT.dragAlong}
        {isBrushed && (
          <Button tone="quiet" className="h-6 text-small" onClick={() => setBrushes({})}>
            {TEXT.showAll}
          </Button>
        )}
      </p>
    </>
  );
}
