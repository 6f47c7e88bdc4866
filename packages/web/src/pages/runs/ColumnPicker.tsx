import { Columns3 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Run } from '../../data/model.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { Popover } from '../../design/Popover.tsx';
import { columnId } from '../../logic/columnId.ts';
import { ATTRIBUTES } from './attributes.ts';

interface ColumnPickerProps {
  runs: readonly Run[];
  shown: readonly string[];
  defaults: readonly string[];
  /** null: back to what varies. */
  onChange: (columns: string[] | null) => void;
}

/** Which metrics, params, tags and attributes are columns. */
export function ColumnPicker(props: ColumnPickerProps) {
  return (
    <Popover
      trigger={
        <Button>
          <Columns3 size={14} /> Columns
          <span className="figures text-ink-3 text-micro">{props.shown.length}</span>
        </Button>
      }
    >
      <Choices {...props} />
    </Popover>
  );
}

function Choices({ runs, shown, defaults, onChange }: ColumnPickerProps) {
  const [words, setWords] = useState('');
  const groups = useMemo(() => columnGroups(runs), [runs]);
  const on = new Set(shown);
  const toggle = (id: string): void =>
    onChange(on.has(id) ? shown.filter((other) => other !== id) : [...shown, id]);

  return (
    <div className="flex max-h-[min(28rem,70vh)] w-72 flex-col">
      <div className="flex gap-2 border-line border-b p-2">
        <Field
          aria-label="Find a column"
          placeholder="Find a column"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          className="flex-1"
        />
        <Button
          tone="quiet"
          disabled={shown.join() === defaults.join()}
          onClick={() => onChange(null)}
          title="Show what varies between these runs"
        >
          Reset
        </Button>
      </div>
      <div className="min-h-0 overflow-y-auto p-2">
        {groups.map(({ label, columns }) => {
          const found = columns.filter((column) => column.label.toLowerCase().includes(words.toLowerCase()));
          if (found.length === 0) return null;
          return (
            <fieldset key={label} className="mb-2">
              <legend className="engraved px-1 pb-0.5">{label}</legend>
              {found.map((column) => (
                <label
                  key={column.id}
                  className="flex cursor-pointer items-center gap-2 rounded-sm px-1 py-0.5 hover:bg-hover"
                >
                  <input
                    type="checkbox"
                    checked={on.has(column.id)}
                    onChange={() => toggle(column.id)}
                    className="accent-(--brass-line)"
                  />
                  <span className="truncate">{column.label}</span>
                </label>
              ))}
            </fieldset>
          );
        })}
      </div>
    </div>
  );
}

function columnGroups(runs: readonly Run[]) {
  const keys = (pick: (run: Run) => object): string[] =>
    [...new Set(runs.flatMap((run) => Object.keys(pick(run))))].sort();
  const metrics = keys((run) => run.metrics);
  const group = (label: string, kind: 'metrics' | 'params' | 'tags', names: string[]) => ({
    label,
    columns: names.map((key) => ({ id: columnId({ kind, key }), label: key })),
  });
  return [
    group(
      'Metrics',
      'metrics',
      metrics.filter((key) => !key.startsWith('system/')),
    ),
    group(
      'Parameters',
      'params',
      keys((run) => run.params),
    ),
    {
      label: 'Attributes',
      columns: ATTRIBUTES.map(({ key, label }) => ({ id: columnId({ kind: 'attributes', key }), label })),
    },
    group(
      'Tags',
      'tags',
      keys((run) => run.tags),
    ),
    group(
      'System metrics',
      'metrics',
      metrics.filter((key) => key.startsWith('system/')),
    ),
  ];
}
