import { runMark } from '../../logic/runMark.ts';

const WIDTH = 96;
const HEIGHT = 20;

/** A metric's history, small, in the run's colour. */
export function SparkCell({ runId, values }: { runId: string; values: readonly number[] | undefined }) {
  if (!values || values.length < 2) return null;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = values.map(
    (value, index) =>
      `${((index * WIDTH) / (values.length - 1)).toFixed(1)},${(HEIGHT - 2 - ((value - low) / span) * (HEIGHT - 4)).toFixed(1)}`,
  );
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke={`var(--run-${runMark(runId).color})`}
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
    </svg>
  );
}
