import type { Hyperparameter } from '../../data/catalog.ts';
import { Button } from '../../design/Button.tsx';
import { Switch } from '../../design/Switch.tsx';
import { NumberField } from './NumberField.tsx';
import { TEXT } from './text.ts';

type Space = Record<string, Record<string, unknown>>;

interface SearchSpaceProps {
  fields: [name: string, field: Hyperparameter][];
  /** What the manifest states; undefined for what the model's schema flags. */
  space: Space | undefined;
  onChange: (space: Space | undefined) => void;
}

/** Which hyperparameters are searched, and over which ranges. */
export function SearchSpace({ fields, space, onChange }: SearchSpaceProps) {
  const usual = Object.fromEntries(
    fields.filter(([, field]) => field['x-sweepable']).map(([name, field]) => [name, rangeOf(field)]),
  );
  const searched = space ?? usual;
  const possible = fields.filter(([name, field]) => name in searched || canSearch(field));
  const change = (name: string, range: Record<string, unknown> | undefined): void => {
    const { [name]: _, ...others } = searched;
    onChange(range ? { ...others, [name]: range } : others);
  };
  return (
    <div className="border-line border-t px-3 py-2">
      <div className="flex items-center gap-3">
        <h3 className="font-medium">{TEXT.searched}</h3>
        <span className="text-ink-3 text-small">{space ? TEXT.asThisManifestSays : TEXT.asModelSSchema}</span>
        {space && (
          <Button tone="quiet" className="ml-auto" onClick={() => onChange(undefined)}>
            {TEXT.asSchemaSays}
          </Button>
        )}
      </div>
      <div className="mt-1 flex flex-col gap-1">
        {possible.map(([name, field]) => {
          const range = searched[name];
          return (
            <div key={name} className="grid items-center gap-x-3 sm:grid-cols-[12rem_1fr]">
              <Switch
                label={name}
                checked={range !== undefined}
                onChange={(on) => change(name, on ? rangeOf(field) : undefined)}
              />
              {range && (
                <div className="flex flex-wrap items-center gap-2">
                  {Array.isArray(range.choices) ? (
                    <span className="figures text-ink-2 text-small">
                      {range.choices.map(String).join(', ')}
                    </span>
                  ) : (
                    <>
                      <span className="w-24">
                        <NumberField
                          label={TEXT.from(name)}
                          integer={range.type === 'int'}
                          value={range.low}
                          onChange={(low) => low !== undefined && change(name, { ...range, low })}
                        />
                      </span>
                      <span className="text-ink-3">{TEXT.to}</span>
                      <span className="w-24">
                        <NumberField
                          label={TEXT.to2(name)}
                          integer={range.type === 'int'}
                          value={range.high}
                          onChange={(high) => high !== undefined && change(name, { ...range, high })}
                        />
                      </span>
                      <Switch
                        label={TEXT.log}
                        checked={range.log === true}
                        onChange={(log) => {
                          const { log: _log, step: _step, ...rest } = range;
                          change(name, log ? { ...rest, log } : rest);
                        }}
                      />
                    </>
                  )}
                </div>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function canSearch({ type, enum: choices, minimum, maximum }: Hyperparameter): boolean {
  if (choices) return choices.length > 1;
  const types = [type ?? []].flat();
  if (types.includes('boolean')) return true;
  const isNumber = types.includes('integer') || types.includes('number');
  return isNumber && minimum !== undefined && maximum !== undefined;
}

/** The range that a field's schema gives, as a manifest states it. */
function rangeOf(field: Hyperparameter): Record<string, unknown> {
  const types = [field.type ?? []].flat();
  if (field.enum) return { type: 'categorical', choices: field.enum };
  if (types.includes('boolean')) return { type: 'categorical', choices: [false, true] };
  return {
    type: types.includes('integer') ? 'int' : 'float',
    low: field.minimum ?? 0,
    high: field.maximum ?? 1,
    ...(field['x-log'] && { log: true }),
    ...(field['x-step'] !== undefined && { step: field['x-step'] }),
  };
}
