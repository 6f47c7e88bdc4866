import { LineChart } from '../../charts/LineChart.tsx';
import type { Line } from '../../charts/lineData.ts';
import { type Point, PointChart } from '../../charts/PointChart.tsx';
import { Panel } from '../../design/Panel.tsx';
import { bestSoFar } from '../../logic/best.ts';

const STEPS = Array.from({ length: 80 }, (_, index) => index);
const wave = (seed: number) => (x: number) =>
  1 - Math.exp(-x / (12 + seed * 6)) + Math.sin(x * (seed + 2)) * 0.03;

const band = (seed: number) =>
  seed === 0
    ? {
        lows: STEPS.map((x) => wave(0)(x) - 0.08 - 0.03 * Math.cos(x)),
        highs: STEPS.map((x) => wave(0)(x) + 0.08 + 0.03 * Math.sin(x * 3)),
      }
    : { lows: null, highs: null };

const LINES: Line[] = [0, 1, 2].map((seed) => ({
  id: String(seed),
  label: `run ${seed}`,
  color: seed + 1,
  dash: [[], [6, 4], [2, 3]][seed] ?? [],
  series: { xs: STEPS, ys: STEPS.map(wave(seed)), ...band(seed) },
}));

const VALUES = STEPS.slice(0, 40).map((x) => wave(1)(x) + Math.sin(x * 7) * 0.2);
const POINTS: Point<number>[] = VALUES.map((y, x) => ({
  x,
  y,
  form: x % 5 === 0 ? 'cut' : 'disc',
  color: (theme) => (x % 5 === 0 ? theme.faint : theme.verdigris),
  item: x,
}));
const STEPPED = { xs: VALUES.map((_, x) => x), ys: bestSoFar(VALUES, 'maximize').map((y) => y ?? 0) };

/** The charts. */
export function Graphs() {
  return (
    <Panel title="Charts">
      <LineChart label="Sample curves" lines={LINES} x="step" smoothing={0.6} />
      <PointChart
        label="Sample points"
        height={160}
        xKind="step"
        points={POINTS}
        steps={STEPPED}
        card={(x) => `trial ${x}`}
      />
    </Panel>
  );
}
