import { ChevronRight, RotateCcw, Search } from 'lucide-react';
import { useState } from 'react';
import type { Run } from '../../data/model.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { Slider } from '../../design/Slider.tsx';
import { Empty } from '../../design/States.tsx';
import { Switch } from '../../design/Switch.tsx';
import { type MetricGroup, metricGroups } from '../../logic/metricGroups.ts';
import type { XAxis } from '../../logic/series.ts';
import { MetricChart } from './MetricChart.tsx';
import { TEXT } from './text.ts';
import { type ChartView, useChartView } from './useChartView.ts';

interface ChartsProps {
  run: Run;
  metrics: readonly string[];
  empty: string;
  axis?: XAxis;
}

/** All given metrics in groups by prefix, drawn alike, with one cursor and one zoom. */
export default function Charts({ run, metrics, empty, axis = 'step' }: ChartsProps) {
  const [view, onView] = useChartView(axis);
  if (metrics.length === 0) return <Empty title={empty} />;
  const words = view.words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = metrics.filter((key) => words.every((word) => key.toLowerCase().includes(word)));
  const groups = metricGroups(found);

  return (
    <>
      <Toolbar view={view} onView={onView} many={metrics.length > 6} />
      {groups.length === 0 && (
        <Empty title={TEXT.noneCalledSo}>
          <Button onClick={() => onView({ words: '' })}>{TEXT.showAll(metrics.length)}</Button>
        </Empty>
      )}
      <div className="flex flex-col gap-1 px-4 py-2 md:px-6">
        {groups.map((group) => (
          <Group
            key={group.prefix}
            group={group}
            titled={groups.length > 1 || group.prefix !== ''}
            run={run}
            view={view}
            onView={onView}
          />
        ))}
      </div>
    </>
  );
}

interface ViewProps {
  view: ChartView;
  onView: (change: Partial<ChartView>) => void;
}

function Toolbar({ view, onView, many }: ViewProps & { many: boolean }) {
  return (
    <div className="sticky top-0 z-20 flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b bg-paper px-4 py-1.5 md:px-6">
      <Segmented<XAxis>
        label={TEXT.axis}
        value={view.x}
        options={[
          ['step', TEXT.step],
          ['relative', TEXT.elapsed],
          ['time', TEXT.clock],
        ]}
        onChange={(x) => onView({ x })}
      />
      <Switch label={TEXT.logScale} checked={view.log} onChange={(log) => onView({ log })} />
      <Switch
        label={TEXT.ignoreOutliers}
        checked={view.ignoreOutliers}
        onChange={(ignoreOutliers) => onView({ ignoreOutliers })}
      />
      <Slider
        label={TEXT.smoothing}
        value={view.smoothing}
        min={0}
        max={0.99}
        step={0.01}
        onChange={(smoothing) => onView({ smoothing })}
      />
      <Button
        tone="quiet"
        className={view.range ? '' : 'invisible'}
        onClick={() => onView({ range: null })}
        title={TEXT.wholeRangeHint}
      >
        <RotateCcw size={13} aria-hidden="true" /> {TEXT.wholeRange}
      </Button>
      {many && (
        <Field
          aria-label={TEXT.findMetric}
          placeholder={TEXT.findMetric}
          lead={<Search size={14} aria-hidden="true" />}
          value={view.words}
          onChange={(event) => onView({ words: event.target.value })}
          className="ml-auto w-48"
        />
      )}
    </div>
  );
}

function Group({
  group,
  titled,
  run,
  view,
  onView,
}: ViewProps & { group: MetricGroup; titled: boolean; run: Run }) {
  const [open, setOpen] = useState(true);
  const name = group.prefix || TEXT.withoutPrefix;
  return (
    <section aria-label={TEXT.group(name)}>
      {titled && (
        <h2>
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="flex h-8 w-full items-center gap-1.5 text-left font-semibold hover:text-ink-2"
          >
            <ChevronRight size={14} className={open ? 'rotate-90' : ''} aria-hidden="true" />
            <span className={group.prefix ? '' : 'font-normal text-ink-2'}>{name}</span>
            <span className="figures font-normal text-ink-3 text-micro">{group.keys.length}</span>
          </button>
        </h2>
      )}
      {open && (
        <div className="grid gap-3 pb-2 md:grid-cols-2 xl:grid-cols-3">
          {group.keys.map((key) => (
            <MetricChart
              key={key}
              run={run}
              metric={key}
              title={group.prefix ? key.slice(group.prefix.length + 1) : key}
              view={view}
              onView={onView}
            />
          ))}
        </div>
      )}
    </section>
  );
}
