import { Search } from 'lucide-react';
import { useState } from 'react';
import type { Run } from '../../data/model.ts';
import { Field } from '../../design/Field.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { Slider } from '../../design/Slider.tsx';
import { Empty } from '../../design/States.tsx';
import { Switch } from '../../design/Switch.tsx';
import type { XAxis } from '../../logic/series.ts';
import { MetricChart } from './MetricChart.tsx';

interface ChartsProps {
  run: Run;
  metrics: readonly string[];
  empty: string;
  axis?: XAxis;
}

/** A grid of all given metrics, drawn alike, with one cursor. */
export default function Charts({ run, metrics, empty, axis = 'step' }: ChartsProps) {
  const [x, setX] = useState<XAxis>(axis);
  const [log, setLog] = useState(false);
  const [smoothing, setSmoothing] = useState(0);
  const [words, setWords] = useState('');
  if (metrics.length === 0) return <Empty title={empty} />;
  const found = metrics.filter((key) => key.toLowerCase().includes(words.toLowerCase()));

  return (
    <>
      <div className="sticky top-0 z-20 flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b bg-paper px-4 py-1.5 md:px-6">
        <Segmented<XAxis>
          label="Horizontal axis"
          value={x}
          options={[
            ['step', 'Step'],
            ['relative', 'Elapsed'],
            ['time', 'Clock'],
          ]}
          onChange={setX}
        />
        <Switch label="Log scale" checked={log} onChange={setLog} />
        <Slider label="Smoothing" value={smoothing} min={0} max={0.99} step={0.01} onChange={setSmoothing} />
        {metrics.length > 6 && (
          <Field
            aria-label="Find a metric"
            placeholder="Find a metric"
            lead={<Search size={14} />}
            value={words}
            onChange={(event) => setWords(event.target.value)}
            className="ml-auto w-48"
          />
        )}
      </div>
      <div className="grid gap-3 px-4 py-3 md:grid-cols-2 md:px-6 xl:grid-cols-3">
        {found.map((key) => (
          <MetricChart key={key} run={run} metric={key} x={x} log={log} smoothing={smoothing} />
        ))}
      </div>
    </>
  );
}
