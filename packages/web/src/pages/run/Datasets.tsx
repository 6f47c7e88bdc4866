import type { DatasetInput, Run } from '../../data/model.ts';
import { Panel } from '../../design/Panel.tsx';
import { ValueTree } from '../../design/ValueTree.tsx';
import { TEXT } from './text.ts';

/** The datasets that the run read; nothing where none were logged. */
export function Datasets({ run }: { run: Run }) {
  if (run.datasets.length === 0) return null;
  return (
    <Panel
      title={TEXT.datasets}
      aside={<span className="figures text-ink-3 text-small">{run.datasets.length}</span>}
    >
      <ul className="divide-y divide-line">
        {run.datasets.map((dataset) => (
          <li key={`${dataset.name} ${dataset.digest} ${dataset.context}`} className="px-3 py-1.5">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <span className="font-medium">{dataset.name}</span>
              <span className="figures text-ink-3 text-small" title={TEXT.digest}>
                {dataset.digest}
              </span>
              {dataset.context && <span className="ml-auto text-ink-2">{dataset.context}</span>}
            </p>
            <p className="figures text-ink-2 text-small [overflow-wrap:anywhere]">{sourceOf(dataset)}</p>
            <Details name={TEXT.schema} json={dataset.schema} />
            <Details name={TEXT.profile} json={dataset.profile} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Details({ name, json }: { name: string; json: string }) {
  const value = parsed(json);
  if (value === null || value === undefined) return null;
  return (
    <details>
      <summary className="text-ink-3 hover:text-ink">{name}</summary>
      <div className="figures text-small">
        <ValueTree value={value} />
      </div>
    </details>
  );
}

/** Sources are JSON with a path or an address in them, of several names. */
function sourceOf({ source, sourceType }: DatasetInput): string {
  const value = parsed(source) as Record<string, unknown> | null;
  const place = value && (value.uri ?? value.url ?? value.path);
  return typeof place === 'string' ? place : `${sourceType} ${source}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
