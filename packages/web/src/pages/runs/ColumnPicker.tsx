import { Columns3 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type RunKey, useRunKeys } from '../../data/runFacts.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { Popover } from '../../design/Popover.tsx';
import { columnId } from '../../logic/columnId.ts';
import { isSystemMetric } from '../../logic/varying.ts';
import { ATTRIBUTES } from './attributes.ts';
import { TEXT } from './text.ts';

interface ColumnPickerProps {
  experimentId: string;
  shown: readonly string[];
  /** Whether the columns are those that vary. */
  usual: boolean;
  /** null: back to what varies. */
  onChange: (columns: string[] | null) => void;
}

/** Which metrics, params, tags and attributes are columns. */
export function ColumnPicker(props: ColumnPickerProps) {
  return (
    <Popover
      label={TEXT.columns}
      trigger={
        <Button>
          <Columns3 size={14} aria-hidden="true" /> {TEXT.columns}
          <span className="figures text-ink-3 text-micro">{props.shown.length}</span>
        </Button>
      }
    >
      <Choices {...props} />
    </Popover>
  );
}

function Choices({ experimentId, shown, usual, onChange }: ColumnPickerProps) {
  const [words, setWords] = useState('');
  const keys = useRunKeys(experimentId, true);
  const groups = useMemo(() => columnGroups(keys.data ?? []), [keys.data]);
  const on = new Set(shown);
  const toggle = (id: string): void =>
    onChange(on.has(id) ? shown.filter((other) => other !== id) : [...shown, id]);

  return (
    <div className="flex max-h-[min(28rem,70vh)] w-72 flex-col">
      <div className="flex gap-2 border-line border-b p-2">
        <Field
          aria-label={TEXT.findColumn}
          placeholder={TEXT.findColumn}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          className="flex-1"
        />
        <Button tone="quiet" disabled={usual} onClick={() => onChange(null)} title={TEXT.resetHint}>
          {TEXT.reset}
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

function columnGroups(keys: readonly RunKey[]) {
  const names = (kind: RunKey['kind']) =>
    keys
      .filter((found) => found.kind === kind)
      .map(({ key }) => key)
      .sort();
  const columns = (kind: 'metrics' | 'params' | 'tags' | 'sparks', found: readonly string[]) =>
    found.map((key) => ({ id: columnId({ kind, key }), label: key }));
  const metrics = names('metrics');
  const own = metrics.filter((key) => !isSystemMetric(key));
  return [
    { label: TEXT.metrics, columns: columns('metrics', own) },
    { label: TEXT.parameters, columns: columns('params', names('params')) },
    {
      label: TEXT.attributes,
      columns: ATTRIBUTES.map(({ key, label }) => ({ id: columnId({ kind: 'attributes', key }), label })),
    },
    { label: TEXT.histories, columns: columns('sparks', own) },
    { label: TEXT.tags, columns: columns('tags', names('tags')) },
    { label: TEXT.systemMetrics, columns: columns('metrics', metrics.filter(isSystemMetric)) },
  ];
}
