import { useState } from 'react';
import type { Run } from '../../data/model.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { Select } from '../../design/Select.tsx';
import { Switch } from '../../design/Switch.tsx';
import { FIELD_NAMES, PANEL_KINDS, type Panel, type PanelKind } from '../../logic/comparePanels.ts';
import { isSystemMetric } from '../../logic/varying.ts';
import { TEXT } from './text.ts';

interface PanelDialogProps {
  runs: readonly Run[];
  panel: Panel;
  isNew: boolean;
  onClose: () => void;
  onSave: (panel: Panel) => void;
}

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
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={isNew ? TEXT.newPanel : TEXT.changeThePanel}
    >
      <form
        className="mt-3 flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onSave(whole);
        }}
      >
        <Segmented<PanelKind>
          label={TEXT.kindOfChart}
          value={kind}
          options={PANEL_KINDS.map((one) => [one, TEXT.kinds[one]] as const)}
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
            <legend className="mb-1 text-ink-2">{TEXT.axes}</legend>
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
        {kind === 'line' && (
          <Switch
            label={TEXT.ignoreOutliers}
            checked={draft.options.includes('usual')}
            onChange={(isOn) =>
              setDraft({
                ...draft,
                options: [
                  ...draft.options.filter((option) => option !== 'usual'),
                  ...(isOn ? ['usual'] : []),
                ],
              })
            }
          />
        )}
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onClick={onClose}>
            {TEXT.cancel}
          </Button>
          <Button tone="primary" type="submit" disabled={!isReady}>
            {isNew ? TEXT.add : TEXT.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type Options = readonly (readonly [id: string, text: string])[];

function optionsFor(name: string, kind: PanelKind, columns: Options, metrics: Options): Options {
  if (name === 'metric' || (name === 'value' && kind !== 'bar') || name === 'height') return metrics;
  return OPTIONAL.has(name) ? [['', TEXT.nothing], ...columns] : columns;
}

function columnsOf(runs: readonly Run[]): (readonly [string, string])[] {
  const keys = (pick: (run: Run) => object) =>
    [...new Set(runs.flatMap((run) => Object.keys(pick(run))))].sort();
  const metrics = keys((run) => run.metrics);
  return [
    ...keys((run) => run.params).map((key) => [`params.${key}`, TEXT.param(key)] as const),
    ...[...metrics.filter((key) => !isSystemMetric(key)), ...metrics.filter(isSystemMetric)].map(
      (key) => [`metrics.${key}`, key] as const,
    ),
    ['attributes.duration', TEXT.duration],
    ['attributes.status', TEXT.status],
    ['attributes.user', TEXT.user],
    ...keys((run) => run.tags)
      .filter((key) => !key.startsWith('mlflow.'))
      .map((key) => [`tags.${key}`, TEXT.tag(key)] as const),
  ];
}

function paramsFirst(a: string, b: string): number {
  return Number(a.startsWith('metrics.')) - Number(b.startsWith('metrics.'));
}
