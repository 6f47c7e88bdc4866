import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Point, PointChart } from '../../charts/PointChart.tsx';
import { formatNumber } from '../../logic/format.ts';
import { runMark } from '../../logic/runMark.ts';
import { compareValues } from '../../logic/sorting.ts';
import { SourceMark, sourceKey } from './SourceMark.tsx';
import type { Found, Source } from './sources.ts';
import { TEXT } from './text.ts';

interface FindingsChartProps {
  label: string;
  found: readonly Found[];
}

const LOG_RATIO = 100;

/** What all sources found over one param, each in its own colour and form. */
export function FindingsChart({ label, found }: FindingsChartProps) {
  const openFound = useOpenFound();
  const { points, categories, isLog } = useMemo(() => axisOf(found), [found]);
  return (
    <PointChart
      label={label}
      height={340}
      points={points}
      categories={categories}
      xLog={isLog}
      onOpen={openFound}
      card={(item) => (
        <>
          <p className="flex items-center gap-1.5 font-medium">
            <SourceMark source={item.source} /> {item.label}
          </p>
          <p className="text-ink-3 text-small">{item.source.name}</p>
          <p className="figures text-small">
            {formatNumber(item.y, 5)} {TEXT.at} {typeof item.x === 'number' ? formatNumber(item.x) : item.x}
          </p>
        </>
      )}
    />
  );
}

/** Leads to the run or the trial that found something. */
export function useOpenFound(): (found: { source: Source; item: string }) => void {
  const navigate = useNavigate();
  return ({ source, item }) =>
    void (source.kind === 'experiment'
      ? navigate({
          to: '/experiments/$experimentId/runs/$runId',
          params: { experimentId: source.ownId, runId: item },
        })
      : navigate({
          to: '/studies/$studyId/trials/$number',
          params: { studyId: source.ownId, number: item },
        }));
}

function axisOf(found: readonly Found[]) {
  const isText = found.some(({ x }) => typeof x === 'string');
  const categories = isText ? [...new Set(found.map(({ x }) => String(x)))].sort(compareValues) : null;
  const places = new Map(categories?.map((text, place) => [text, place]));
  const points = found.map((item, index): Point<Found> => {
    const mark = runMark(sourceKey(item.source));
    const place = places.get(String(item.x));
    return {
      x: place === undefined ? Number(item.x) : place + spread(index),
      y: item.y,
      form: mark.form,
      color: (theme) => theme.run(mark.color),
      item,
    };
  });
  const [low, high] = points.reduce(
    ([least, most], { x }) => [Math.min(least, x), Math.max(most, x)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return { points, categories, isLog: !isText && low > 0 && high / low > LOG_RATIO };
}

/** A steady sideways shift, so that equal categories do not hide each other. */
function spread(index: number): number {
  return (((index * 0.618034) % 1) - 0.5) * 0.4;
}
