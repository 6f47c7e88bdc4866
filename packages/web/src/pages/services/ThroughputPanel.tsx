import type { Services } from '../../data/services.ts';
import { Panel } from '../../design/Panel.tsx';
import { formatNumber } from '../../logic/format.ts';
import { TEXT } from './text.ts';

/** What was asked and written in the last minute, second by second. */
export function ThroughputPanel({ throughput: { requests, writes } }: Pick<Services, 'throughput'>) {
  return (
    <Panel title={TEXT.throughput}>
      <div className="grid gap-3 p-3 sm:grid-cols-2">
        <Rate label={TEXT.requests} counts={requests} color="var(--verdigris)" />
        <Rate label={TEXT.writes} counts={writes} color="var(--brass-line)" />
      </div>
    </Panel>
  );
}

const SECONDS = 59;
const HEIGHT = 36;

function Rate({ label, counts, color }: { label: string; counts: readonly number[]; color: string }) {
  const most = Math.max(...counts, 0);
  const mean = counts.length > 0 ? counts.reduce((sum, count) => sum + count, 0) / counts.length : 0;
  return (
    <figure className="min-w-0">
      <figcaption className="flex items-baseline gap-2">
        <span className="figures text-lead">{formatNumber(mean, 3)}</span>
        <span className="text-ink-2">{label}</span>
        <span className="ml-auto text-ink-3 text-small">
          {TEXT.most} <span className="figures">{most}</span>
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${SECONDS} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="mt-1 block h-9 w-full border-line-strong border-b"
        aria-hidden="true"
      >
        {counts.map((count, index) => {
          const height = most > 0 ? (count / most) * HEIGHT : 0;
          const x = SECONDS - counts.length + index;
          // biome-ignore lint/suspicious/noArrayIndexKey: a second is its place
          return <rect key={index} x={x} y={HEIGHT - height} width={0.8} height={height} fill={color} />;
        })}
      </svg>
    </figure>
  );
}
