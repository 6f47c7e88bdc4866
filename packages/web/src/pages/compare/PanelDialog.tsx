import { useState } from 'react';
import type { Run } from '../../data/model.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { Select } from '../../design/Select.tsx';
import { FIELD_NAMES, PANEL_KINDS, type Panel, type PanelKind } from '../../logic/comparePanels.ts';
import { isSystemMetric } from '../../logic/varying.ts';

interface PanelDialogProps {
  runs: readonly Run[];
  panel: Panel;
  isNew: boolean;
  onClose: () => void;
  onSave: (panel: Panel) => void;
}

const WORDS: Record<PanelKind, string> = {
  line: 'Lines',
  bar: 'Bars',
  scatter: 'Scatter',
  parallel: 'Parallel',
  box: 'Boxes',
  contour: 'Contour',
};
const OPTIONAL = new Set(['grouped by', 'colour']);

/** What a panel shows, and how. */
export function PanelDialog({ runs, panel, isNew, onClose, onSave }: PanelDialogProps) {
  const [draft, setDraft] = useState(panel);
  const columns = columnsOf(runs);
  const metrics = columns.filter(([id]) => id.startsWith('metrics.'));
  const kind = draft.kind;
  const names = kind === 'parallel' ? [] : FIELD_NAMES[kind];
  const fields = names.map((name, index) => {
    const options = optionsFor(name, kind, columns, metrics);
    const own = draft.fields[index];
    return options.some(([id]) => id === own)
      ? (own ?? '')
      : (options[OPTIONAL.has(name) ? 0 : Math.min(index, options.length - 1)]?.[0] ?? '');
  });
  const whole: Panel = {
    ...draft,
    fields:
      kind === 'parallel'
        ? draft.fields
        : fields.filter((id, index) => id !== '' || !OPTIONAL.has(names[index] ?? '')),
    width: kind === 'parallel' && draft.kind !== panel.kind ? 3 : draft.width,
  };
  const isReady = kind === 'parallel' ? whole.fields.length > 1 : whole.fields.every((id) => id !== '');

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={isNew ? 'New panel' : 'Change the panel'}>
      <form
        className="mt-3 flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onSave(whole);
        }}
      >
        <Segmented<PanelKind>
          label="Kind of chart"
          value={kind}
          options={PANEL_KINDS.map((one) => [one, WORDS[one]] as const)}
          onChange={(next) =>
            setDraft({
              ...draft,
              kind: next,
              fields: next === 'parallel' ? columns.slice(0, 6).map(([id]) => id) : draft.fields,
            })
          }
        />
        {names.map((name, index) => (
          <Labelled key={name} label={name}>
            <Select
              value={fields[index] ?? ''}
              options={optionsFor(name, kind, columns, metrics)}
              onChange={(id) => setDraft({ ...draft, fields: fields.with(index, id) })}
            />
          </Labelled>
        ))}
        {kind === 'parallel' && (
          <fieldset className="flex max-h-56 flex-col gap-1 overflow-y-auto">
            <legend className="mb-1 text-ink-2">axes, the last metric colours the lines</legend>
            {columns.map(([id, text]) => (
              <label key={id} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  className="accent-(--ink)"
                  checked={draft.fields.includes(id)}
                  onChange={() =>
                    setDraft({
                      ...draft,
                      fields: draft.fields.includes(id)
                        ? draft.fields.filter((own) => own !== id)
                        : [...draft.fields, id].sort(paramsFirst),
                    })
                  }
                />
                {text}
              </label>
            ))}
          </fieldset>
        )}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button tone="primary" type="submit" disabled={!isReady}>
            {isNew ? 'Add' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type Options = readonly (readonly [id: string, text: string])[];

function optionsFor(name: string, kind: PanelKind, columns: Options, metrics: Options): Options {
  if (name === 'metric' || (name === 'value' && kind !== 'bar') || name === 'height') return metrics;
  return OPTIONAL.has(name) ? [['', 'nothing'], ...columns] : columns;
}

function columnsOf(runs: readonly Run[]): (readonly [string, string])[] {
  const keys = (pick: (run: Run) => object) =>
    [...new Set(runs.flatMap((run) => Object.keys(pick(run))))].sort();
  const metrics = keys((run) => run.metrics);
  return [
    ...keys((run) => run.params).map((key) => [`params.${key}`, `${key} (param)`] as const),
    ...[...metrics.filter((key) => !isSystemMetric(key)), ...metrics.filter(isSystemMetric)].map(
      (key) => [`metrics.${key}`, key] as const,
    ),
    ['attributes.duration', 'duration in seconds'],
    ['attributes.status', 'status'],
    ['attributes.user', 'user'],
    ...keys((run) => run.tags)
      .filter((key) => !key.startsWith('mlflow.'))
      .map((key) => [`tags.${key}`, `${key} (tag)`] as const),
  ];
}

function paramsFirst(a: string, b: string): number {
  return Number(a.startsWith('metrics.')) - Number(b.startsWith('metrics.'));
}
