import { useMemo, useState } from 'react';
import { extent } from '../../charts/extent.ts';
import { type Point, PointChart } from '../../charts/PointChart.tsx';
import { RampKey } from '../../charts/RampKey.tsx';
import { ramp } from '../../charts/ramp.ts';
import { SurfaceChart } from '../../charts/SurfaceChart.tsx';
import type { Trial } from '../../data/studyModel.ts';
import { Panel } from '../../design/Panel.tsx';
import { Select } from '../../design/Select.tsx';
import type { Direction } from '../../logic/direction.ts';
import { ranks } from '../../logic/ranks.ts';
import { surface } from '../../logic/surface.ts';
import { commonPair, type ParamAxis, paramAxis } from '../../logic/trials.ts';
import { TrialCard } from './TrialCard.tsx';
import { TEXT } from './text.ts';
import { useOpenTrial } from './useOpenTrial.ts';

interface PairsPanelProps {
  trials: readonly Trial[];
  names: readonly string[];
  objective: number;
  name: string;
  direction: Direction;
}

const HEIGHT = 280;

/** Two params against each other: the objective as a landscape, and the trials by their rank. */
export function PairsPanel({ trials, names, objective, name, direction }: PairsPanelProps) {
  const open = useOpenTrial();
  const [first] = useState(() => commonPair(trials, names));
  const [across, setAcross] = useState(first[0]);
  const [up, setUp] = useState(first[1]);
  const pair = useMemo(() => pairOf(trials, across, up), [trials, across, up]);
  const { x, y, placed } = pair;
  const points = useMemo(() => {
    const shares = ranks(
      placed.map(({ item }) => item.values?.[objective] ?? 0),
      direction,
    );
    return placed
      .map((place, index): Point<Trial> & { share: number } => {
        const share = shares[index] ?? 0;
        return { ...place, form: 'disc', share, color: (theme) => ramp(theme, share) };
      })
      .sort((a, b) => a.share - b.share);
  }, [placed, objective, direction]);
  const field = useMemo(
    () =>
      surface(
        placed.map((place) => ({
          u: shareOf(place.x, pair.xRange, x.log),
          v: shareOf(place.y, pair.yRange, y.log),
          z: place.item.values?.[objective] ?? Number.NaN,
        })),
      ),
    [placed, pair, x, y, objective],
  );
  const shared = {
    height: HEIGHT,
    xLog: x.log,
    yLog: y.log,
    categories: x.categories,
    yCategories: y.categories,
    onOpen: open,
    card: (trial: Trial) => <TrialCard trial={trial} />,
  };
  const options = names.map((param) => [param, param] as const);
  return (
    <Panel
      title={TEXT.contourRank}
      aside={
        <>
          <Select aria-label={TEXT.parameterAcross} value={across} options={options} onChange={setAcross} />
          <span className="text-ink-3">×</span>
          <Select aria-label={TEXT.parameterUpwards} value={up} options={options} onChange={setUp} />
          <RampKey />
        </>
      }
    >
      {placed.length === 0 ? (
        <p className="px-3 py-8 text-center text-ink-3" style={{ minHeight: HEIGHT }}>
          {TEXT.noTrialHasBoth} {across} {TEXT.and} {up}.
        </p>
      ) : (
        <div className="grid gap-x-3 p-2 lg:grid-cols-2">
          <figure className="min-w-0">
            <figcaption className="px-2 font-medium">{TEXT.contour}</figcaption>
            {field && (
              <SurfaceChart
                {...shared}
                label={TEXT.over(name, across, up)}
                surface={field}
                descending={direction === 'minimize'}
                points={placed}
                xRange={pair.xRange}
                yRange={pair.yRange}
              />
            )}
          </figure>
          <figure className="min-w-0">
            <figcaption className="px-2 font-medium">{TEXT.rank}</figcaption>
            <PointChart {...shared} label={TEXT.rankOver(name, across, up)} points={points} />
          </figure>
        </div>
      )}
    </Panel>
  );
}

interface Pair {
  x: ParamAxis;
  y: ParamAxis;
  xRange: [number, number];
  yRange: [number, number];
  placed: { x: number; y: number; item: Trial }[];
}

function pairOf(trials: readonly Trial[], across: string, up: string): Pair {
  const x = paramAxis(trials, across);
  const y = paramAxis(trials, up);
  const placed = trials.flatMap((item) => {
    const [left, height] = [x.position(item.params[across]), y.position(item.params[up])];
    return left === null || height === null ? [] : [{ x: left, y: height, item }];
  });
  return {
    x,
    y,
    xRange: rangeOf(
      x,
      placed.map((place) => place.x),
    ),
    yRange: rangeOf(
      y,
      placed.map((place) => place.y),
    ),
    placed,
  };
}

function rangeOf({ categories, log }: ParamAxis, values: readonly number[]): [number, number] {
  return categories ? [-0.6, categories.length - 0.4] : extent(values, log, 0.03);
}

function shareOf(value: number, [low, high]: readonly [number, number], log: boolean): number {
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}
