import { lazy, Suspense } from 'react';
import type { Run } from '../../data/model.ts';
import { KeyValues } from '../../design/KeyValues.tsx';
import { Num } from '../../design/Num.tsx';
import { Panel } from '../../design/Panel.tsx';
import { formatExact } from '../../logic/format.ts';
import { Children } from './Children.tsx';

const Markdown = lazy(() => import('../../design/Markdown.tsx'));

const NOTE = 'mlflow.note.content';

/** What went in and what came out. */
export function Overview({ run, metrics }: { run: Run; metrics: readonly string[] }) {
  const params = Object.entries(run.params).sort(([a], [b]) => a.localeCompare(b));
  const own = Object.entries(run.tags).filter(([key]) => !key.startsWith('mlflow.'));
  const theirs = Object.entries(run.tags).filter(([key]) => key.startsWith('mlflow.') && key !== NOTE);
  const note = run.tags[NOTE];

  return (
    <div className="grid items-start gap-3 px-4 py-4 md:px-6 lg:grid-cols-2 2xl:grid-cols-3">
      {note && (
        <Panel title="Note" className="lg:col-span-2 2xl:col-span-3">
          <div className="px-3 py-2.5">
            <Suspense fallback={<p className="whitespace-pre-wrap">{note}</p>}>
              <Markdown text={note} />
            </Suspense>
          </div>
        </Panel>
      )}
      <Panel title="Metrics" aside={<span className="engraved">last value, step</span>}>
        {metrics.length === 0 ? (
          <Nothing text="No metrics logged" />
        ) : (
          <KeyValues
            rows={metrics.map((key) => ({
              name: key,
              title: `at ${formatExact(run.metrics[key]?.timestamp ?? 0)}`,
              value: (
                <>
                  <Num value={run.metrics[key]?.value ?? Number.NaN} digits={6} />
                  <span className="figures inline-block w-16 text-ink-3 text-micro">
                    {run.metrics[key]?.step}
                  </span>
                </>
              ),
            }))}
          />
        )}
      </Panel>
      <Panel title="Parameters">
        {params.length === 0 ? (
          <Nothing text="No parameters logged" />
        ) : (
          <KeyValues
            rows={params.map(([name, value]) => ({
              name,
              value: <span className="figures text-small">{value}</span>,
            }))}
          />
        )}
      </Panel>
      <Children run={run} />
      <Panel title="Tags">
        {own.length === 0 ? (
          <Nothing text="No tags but MLflow’s own" />
        ) : (
          <KeyValues rows={own.map(([name, value]) => ({ name, value }))} />
        )}
        <details className="border-line border-t">
          <summary className="px-3 py-1.5 text-ink-3 hover:text-ink">MLflow’s own</summary>
          <KeyValues
            rows={[
              ...theirs.map(([name, value]) => ({ name, value })),
              { name: 'run id', value: <span className="figures text-small">{run.id}</span> },
              {
                name: 'artifact location',
                value: <span className="figures text-small">{run.artifactUri}</span>,
              },
            ]}
          />
        </details>
      </Panel>
    </div>
  );
}

function Nothing({ text }: { text: string }) {
  return <p className="px-3 py-2 text-ink-3">{text}</p>;
}
