import { Trash2 } from 'lucide-react';
import type { Model } from '../../data/catalog.ts';
import { Button } from '../../design/Button.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Select } from '../../design/Select.tsx';
import { type DraftJob, type Path, pairsOf } from '../../logic/manifestDraft.ts';
import { NumberField } from './NumberField.tsx';
import { ParamField } from './ParamField.tsx';
import { SearchSpace } from './SearchSpace.tsx';
import { TextField } from './TextField.tsx';
import { TEXT } from './text.ts';

const EXECUTORS = [
  ['', 'as the model says'],
  ['local', 'local'],
  ['docker', 'docker'],
  ['kubernetes', 'kubernetes'],
] as const;

interface JobFormProps {
  job: DraftJob;
  index: number;
  model: Model | undefined;
  /** Whether its hyperparameters are searched. */
  searched: boolean;
  set: (path: Path, value: unknown) => void;
  onRemove: () => void;
}

/** One job: its hyperparameters, by the model's schema, and where it runs. */
export function JobForm({ job, index, model, searched, set, onRemove }: JobFormProps) {
  const at = (...path: Path): Path => ['jobs', index, ...path];
  const pairs = pairsOf(job);
  const title =
    pairs.map(([dataset, name]) => `${dataset}/${name}`).join(', ') || 'a job without a dataset and a model';
  const several = new Set(pairs.map(([, name]) => name)).size > 1;
  const fields = several ? [] : Object.entries(model?.schema.properties ?? {});
  return (
    <Panel
      title={title}
      aside={
        <Button tone="quiet" icon aria-label={TEXT.removeOne(title)} title={TEXT.remove} onClick={onRemove}>
          <Trash2 size={14} />
        </Button>
      }
    >
      {fields.length > 0 && (
        <div className="grid gap-x-4 gap-y-3 p-3 sm:grid-cols-2 xl:grid-cols-3">
          {fields.map(([name, field]) => (
            <ParamField
              key={name}
              name={name}
              field={field}
              value={job.model_params?.[name]}
              onChange={(value) => set(at('model_params', name), value)}
            />
          ))}
        </div>
      )}
      {several && <p className="px-3 py-2 text-ink-3">{TEXT.severalModelsAtOnce}</p>}
      {searched && model && !several && (
        <SearchSpace
          fields={fields}
          space={job.search_space}
          onChange={(space) => set(at('search_space'), space)}
        />
      )}
      <details className="border-line border-t px-3 py-1.5">
        <summary className="text-ink-2 text-small">{TEXT.whereHowLongIt}</summary>
        <div className="grid gap-x-4 gap-y-3 py-2 sm:grid-cols-2 xl:grid-cols-4">
          <Labelled label={TEXT.executor}>
            <Select
              value={job.executor ?? ''}
              options={EXECUTORS}
              onChange={(value) => set(at('executor'), value || undefined)}
            />
          </Labelled>
          <Labelled label={TEXT.timeoutS}>
            <NumberField
              value={job.timeout}
              onChange={(value) => set(at('timeout'), value)}
              placeholder={TEXT.none}
            />
          </Labelled>
          <Labelled label={TEXT.retries}>
            <NumberField
              integer
              minimum={0}
              value={job.retries}
              onChange={(value) => set(at('retries'), value)}
              placeholder="0"
            />
          </Labelled>
          <Labelled label={TEXT.memory}>
            <TextField
              value={
                job.mem_limit === undefined || job.mem_limit === null ? undefined : String(job.mem_limit)
              }
              onChange={(value) => set(at('mem_limit'), value)}
              placeholder="512m, 2g"
            />
          </Labelled>
        </div>
      </details>
    </Panel>
  );
}
