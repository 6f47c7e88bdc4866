import { useMemo, useState } from 'react';
import { BarChart } from '../../charts/BarChart.tsx';
import { BoxChart } from '../../charts/BoxChart.tsx';
import { BundleChart } from '../../charts/BundleChart.tsx';
import { CloudChart } from '../../charts/CloudChart.tsx';
import { HeatImage } from '../../charts/HeatImage.tsx';
import { ParallelChart } from '../../charts/ParallelChart.tsx';
import { RampKey } from '../../charts/RampKey.tsx';
import { SurfaceChart } from '../../charts/SurfaceChart.tsx';
import { TimelineChart } from '../../charts/TimelineChart.tsx';
import type { ChartTheme } from '../../charts/theme.ts';
import { Panel } from '../../design/Panel.tsx';
import { WhenSeen } from '../../design/WhenSeen.tsx';
import type { Brushes, Upright } from '../../logic/parallel.ts';
import { surface } from '../../logic/surface.ts';

const COUNT = 36;
const ITEMS = Array.from({ length: COUNT }, (_, index) => index);
/** A steady stand-in for chance. */
const share = (index: number, seed: number): number => (index * (0.618034 + seed * 0.137) + seed * 0.31) % 1;
const run = (index: number) => (theme: ChartTheme) => theme.run((index % 8) + 1);
const quality = (index: number): number =>
  1 - Math.abs(share(index, 1) - 0.5) - Math.abs(share(index, 2) - 0.4);
const NAMES = ['forest', 'logreg', 'mlp'];
const HOUR = 3_600_000;

const AXES: Upright<number>[] = [1, 2, 3].map((seed) => ({
  name: ['lr', 'dropout', 'depth'][seed - 1] ?? '',
  log: false,
  at: (index) => share(index, seed),
  marks: [
    { at: 0, text: '0' },
    { at: 1, text: '1' },
  ],
}));

/** The charts of studies and comparisons. */
export function MoreGraphs() {
  const [brushes, setBrushes] = useState<Brushes>({});
  const field = useMemo(
    () => surface(ITEMS.map((index) => ({ u: share(index, 1), v: share(index, 2), z: quality(index) }))),
    [],
  );
  return (
    <>
      <Panel title="Bars and boxes">
        <BarChart
          label="Sample bars"
          height={150}
          names={NAMES}
          bars={NAMES.map((name, index) => ({
            value: 0.6 + index / 10,
            spread: 0.05,
            color: run(index),
            item: name,
          }))}
          card={(name) => name}
        />
        <BoxChart
          label="Sample boxes"
          height={150}
          categories={NAMES}
          points={ITEMS.map((index) => ({
            slot: index % 3,
            y: quality(index),
            form: 'disc',
            color: run(index % 3),
            item: index,
          }))}
          card={(index) => `run ${index}`}
        />
      </Panel>
      <Panel title="Lines across params" aside={<RampKey />}>
        <WhenSeen height={240}>
          <ParallelChart
            label="Sample params"
            items={ITEMS}
            shares={ITEMS.map((index) => Math.max(0, quality(index)))}
            axes={AXES}
            brushes={brushes}
            onBrush={setBrushes}
            height={240}
          />
        </WhenSeen>
      </Panel>
      <Panel title="Fields and clouds">
        {field && (
          <SurfaceChart
            label="Sample field"
            height={220}
            xRange={[0, 1]}
            yRange={[0, 1]}
            surface={field}
            descending={false}
            points={ITEMS.map((index) => ({ x: share(index, 1), y: share(index, 2), item: index }))}
            card={(index) => `trial ${index}`}
          />
        )}
        <CloudChart
          label="Sample cloud"
          axes={['loss', 'time', 'size']}
          height={240}
          points={ITEMS.map((index) => ({
            at: [share(index, 1), share(index, 2), share(index, 3)],
            strong: index % 6 === 0,
            color: (theme) => (index % 6 === 0 ? theme.brass : theme.verdigris),
            item: index,
          }))}
          card={(index) => `trial ${index}`}
        />
        <div className="p-3">
          <HeatImage label="Sample matrix" rows={24} columns={24} value={wave} />
        </div>
      </Panel>
      <Panel title="Time and bundles">
        <TimelineChart
          label="Sample timeline"
          height={140}
          spans={ITEMS.slice(0, 8).map((index) => ({
            from: Date.UTC(2026, 0, 1) + index * HOUR,
            to: Date.UTC(2026, 0, 1) + (index + 1 + share(index, 2)) * HOUR,
            row: index,
            color: run(index),
            item: index,
          }))}
          card={(index) => `trial ${index}`}
        />
        <BundleChart
          label="Sample bundle"
          height={160}
          strands={ITEMS.slice(0, 20).map((index) => ({
            points: Array.from(
              { length: 12 },
              (_, step) => [step, 1 - Math.exp(-step / (2 + index / 4))] as const,
            ),
            color: run(index),
            strong: index === 3,
            item: index,
          }))}
          card={(index) => `trial ${index}`}
        />
      </Panel>
    </>
  );
}

function wave(row: number, column: number): number {
  return Math.sin(row / 4) * Math.cos(column / 5);
}
