import { Link } from '@tanstack/react-router';
import type { Run } from '../../data/model.ts';
import { useChangeRun } from '../../data/run.ts';
import { KeyValues } from '../../design/KeyValues.tsx';
import { NotePanel } from '../../design/NotePanel.tsx';
import { Num } from '../../design/Num.tsx';
import { Panel } from '../../design/Panel.tsx';
import { formatExact } from '../../logic/format.ts';
import { Children } from './Children.tsx';
import { Datasets } from './Datasets.tsx';
import { Models } from './Models.tsx';
import { Reproduce } from './Reproduce.tsx';
import { TagsPanel } from './TagsPanel.tsx';
import { TEXT } from './text.ts';

const COLUMN = 'flex min-w-0 flex-col gap-3';
const NOTE = 'mlflow.note.content';

/** What went in and what came out. */
export function Overview({ run, metrics }: { run: Run; metrics: readonly string[] }) {
  const change = useChangeRun();
  const params = Object.entries(run.params).sort(([a], [b]) => a.localeCompare(b));
  return (
    <div className="grid items-start gap-3 px-4 py-4 md:px-6 lg:grid-cols-2">
      <NotePanel
        className="lg:col-span-2"
        text={run.tags[NOTE] ?? ''}
        onSave={(value) => change.mutateAsync({ kind: 'tag', id: run.id, key: NOTE, value })}
      />
      <div className={COLUMN}>
        <Panel title={TEXT.metrics} aside={<span className="engraved">{TEXT.metricsNote}</span>}>
          {metrics.length === 0 ? (
            <Nothing text={TEXT.noMetricsYet} />
          ) : (
            <div className="max-h-[30rem] overflow-y-auto">
              <KeyValues
                rows={metrics.map((key) => ({
                  name: key,
                  title: `at ${formatExact(run.metrics[key]?.timestamp ?? 0)}`,
                  value: <MetricValue run={run} metric={key} />,
                }))}
              />
            </div>
          )}
        </Panel>
        <Panel title={TEXT.params}>
          {params.length === 0 ? (
            <Nothing text={TEXT.noParams} />
          ) : (
            <div className="max-h-[30rem] overflow-y-auto">
              <KeyValues
                rows={params.map(([name, value]) => ({
                  name,
                  value: <span className="figures text-small">{value}</span>,
                }))}
              />
            </div>
          )}
        </Panel>
        <Datasets run={run} />
        <Children run={run} />
      </div>
      <div className={COLUMN}>
        <TagsPanel run={run} />
        <Reproduce run={run} />
        <Models run={run} />
      </div>
    </div>
  );
}

function MetricValue({ run, metric }: { run: Run; metric: string }) {
  return (
    <Link
      from="/experiments/$experimentId/runs/$runId"
      to="."
      search={{ tab: 'charts', metric }}
      className="hover:underline hover:underline-offset-2"
      title={TEXT.chartOf(metric)}
    >
      <Num value={run.metrics[metric]?.value ?? Number.NaN} digits={6} />
      <span className="figures inline-block w-16 text-ink-3 text-micro">{run.metrics[metric]?.step}</span>
    </Link>
  );
}

function Nothing({ text }: { text: string }) {
  return <p className="px-3 py-2 text-ink-3">{text}</p>;
}
