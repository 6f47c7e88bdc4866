import { useMemo, useState } from 'react';
import { HeatImage } from '../charts/HeatImage.tsx';
import { LineChart } from '../charts/LineChart.tsx';
import type { Line } from '../charts/lineData.ts';
import { Segmented } from '../design/Segmented.tsx';
import { Sheet } from '../design/Sheet.tsx';
import { Slider } from '../design/Slider.tsx';
import { formatNumber } from '../logic/format.ts';
import { type NumpyArray, plane, summary } from '../logic/npy.ts';
import { TEXT } from './text.ts';

const MOST_ON_A_LINE = 20_000;
const MOST_PIXELS = 4096;

/** An array: what it is, what its numbers are like, and the numbers as a line, a picture and a table. */
export function ArrayView({ array, name }: { array: NumpyArray; name: string }) {
  const { values, shape, dtype } = array;
  const numbers = values instanceof Float64Array ? values : null;
  const isFlat = shape.length < 2;
  const [view, setView] = useState<'picture' | 'table'>('picture');
  const [leading, setLeading] = useState(0);
  const slices = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  const sheet = useMemo(() => plane(array, leading), [array, leading]);
  const isEmpty = !values || values.length === 0;
  const canDraw =
    numbers !== null && (isFlat ? numbers.length > 1 : sheet.rows * sheet.columns <= MOST_PIXELS ** 2);
  return (
    <>
      <p className="figures text-small">
        <b className="font-semibold">{dtype}</b> ({shape.join(', ')}){array.fortran && TEXT.fortranOrder}
      </p>
      {numbers && numbers.length > 0 && <Figures values={numbers} />}
      {values === null && <p className="text-ink-2">{TEXT.valuesThisTypeNot}</p>}
      {isEmpty && values !== null && <p className="text-ink-3">{TEXT.theArrayEmpty}</p>}
      {!isEmpty && (
        <div className="flex flex-wrap items-center gap-4">
          {canDraw && (
            <Segmented
              label={TEXT.viewArray}
              value={view}
              options={[
                ['picture', isFlat ? TEXT.line : TEXT.picture],
                ['table', TEXT.table],
              ]}
              onChange={setView}
            />
          )}
          {slices > 1 && (
            <Slider
              label={TEXT.slice(slices.toLocaleString('en-US'))}
              value={leading}
              min={0}
              max={slices - 1}
              step={1}
              digits={0}
              onChange={setLeading}
            />
          )}
        </div>
      )}
      {!isEmpty && canDraw && view === 'picture' && numbers && isFlat && (
        <Curve values={numbers} name={name} />
      )}
      {!isEmpty && canDraw && view === 'picture' && numbers && !isFlat && (
        <HeatImage
          label={TEXT.valuesAsColours(name)}
          rows={sheet.rows}
          columns={sheet.columns}
          value={(row, column) => numbers[sheet.index(row, column)] ?? Number.NaN}
        />
      )}
      {!isEmpty && (view === 'table' || !canDraw) && (
        <Sheet
          label={TEXT.values(name)}
          className="figures h-(--preview,55vh) border border-line text-small"
          // A list stands upright, which is easier to read.
          rows={isFlat ? sheet.columns : sheet.rows}
          columns={Array.from({ length: isFlat ? 1 : sheet.columns }, (_, index) => ({
            key: String(index),
            head: isFlat ? 'value' : index,
            width: 110,
            align: 'right' as const,
          }))}
          rowHead={(row) => <span className="text-ink-3">{row}</span>}
          cell={(row, column) => {
            const value = values?.[isFlat ? row : sheet.index(row, column)];
            return typeof value === 'number' ? formatNumber(value, 6) : value;
          }}
        />
      )}
    </>
  );
}

function Figures({ values }: { values: Float64Array }) {
  const found = useMemo(() => summary(values), [values]);
  const rows = [
    ['values', found.count.toLocaleString('en-US')],
    ['least', formatNumber(found.low, 6)],
    ['mean', formatNumber(found.mean, 6)],
    ['greatest', formatNumber(found.high, 6)],
    ['deviation', formatNumber(found.deviation, 6)],
    ['zeros', found.zeros.toLocaleString('en-US')],
    ['not finite', found.notFinite.toLocaleString('en-US')],
  ];
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt className="engraved">{name}</dt>
          <dd className="figures text-small">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Curve({ values, name }: { values: Float64Array; name: string }) {
  const lines = useMemo<Line[]>(() => {
    const step = Math.ceil(values.length / MOST_ON_A_LINE);
    const xs = Array.from({ length: Math.ceil(values.length / step) }, (_, index) => index * step);
    const ys = xs.map((x) => {
      const y = values[x] ?? Number.NaN;
      return Number.isFinite(y) ? y : null;
    });
    return [{ id: name, label: name, color: 1, series: { xs, ys, lows: null, highs: null } }];
  }, [values, name]);
  return <LineChart label={TEXT.values(name)} lines={lines} x="step" height={280} />;
}
