import type { Run } from '../../data/model.ts';
import { type ModelVersion, type RunModel, useRunModels } from '../../data/runModels.ts';
import { KeyValues } from '../../design/KeyValues.tsx';
import { Num } from '../../design/Num.tsx';
import { Panel } from '../../design/Panel.tsx';
import { TEXT } from './text.ts';

/** The models that the run logged, and what they are called in the registry; nothing where there are none. */
export function Models({ run }: { run: Run }) {
  const { data } = useRunModels(run);
  if (!data || data.models.length + data.versions.length === 0) return null;
  const { models, versions } = data;
  return (
    <Panel
      title={TEXT.models}
      aside={<span className="figures text-ink-3 text-small">{models.length + versions.length}</span>}
    >
      <ul className="divide-y divide-line">
        {models.map((model) => (
          <li key={model.id} className="py-1.5">
            <Model model={model} />
          </li>
        ))}
        {versions.map((version) => (
          <li key={`${version.name} ${version.version}`} className="px-3 py-1.5">
            <Version version={version} />
            <p className="figures text-ink-2 text-small [overflow-wrap:anywhere]">{version.source}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Model({ model }: { model: RunModel }) {
  const { id, name, type, status, step, metrics, params, artifactUri, versions } = model;
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3 px-3">
        <span className="font-medium">{name}</span>
        {type && <span className="text-ink-2">{type}</span>}
        {status !== 'ready' && (
          <span className={status === 'failed' ? 'text-alarm' : 'text-ink-3'}>
            {TEXT.modelStatus[status]}
          </span>
        )}
        <span className="ml-auto flex flex-wrap gap-x-3">
          {versions.map((version) => (
            <Version key={`${version.name} ${version.version}`} version={version} />
          ))}
          {step !== null && <span className="figures text-ink-3 text-small">{TEXT.atStep(step)}</span>}
        </span>
      </p>
      {metrics.length > 0 && (
        <KeyValues
          rows={metrics.map(({ key, value, dataset }) => ({
            name: dataset ? TEXT.onDataset(key, dataset) : key,
            value: <Num value={value} digits={6} />,
          }))}
        />
      )}
      {params.length > 0 && (
        <details className="px-3">
          <summary className="text-ink-3 hover:text-ink">{TEXT.params}</summary>
          <KeyValues
            rows={params.map(({ key, value }) => ({
              name: key,
              value: <span className="figures text-small">{value}</span>,
            }))}
          />
        </details>
      )}
      <p className="figures px-3 text-ink-2 text-small [overflow-wrap:anywhere]" title={artifactUri}>
        {`models:/${id}`}
      </p>
    </>
  );
}

function Version({ version: { name, version, stage } }: { version: ModelVersion }) {
  return (
    <span className="rounded-sm bg-brass-wash px-1.5 text-brass text-small" title={TEXT.inRegistry}>
      {name} {version}
      {stage !== 'None' && ` · ${stage}`}
    </span>
  );
}
