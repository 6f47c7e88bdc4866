import type { Hyperparameter } from '../../data/catalog.ts';
import { Labelled } from '../../design/Labelled.tsx';
import { Select } from '../../design/Select.tsx';
import { NumberField } from './NumberField.tsx';
import { TextField } from './TextField.tsx';

interface ParamFieldProps {
  name: string;
  field: Hyperparameter;
  value: unknown;
  /** undefined for the default. */
  onChange: (value: unknown) => void;
}

/** A hyperparameter as its schema describes it; empty means its default. */
export function ParamField({ name, field, value, onChange }: ParamFieldProps) {
  const usual = field.default === undefined ? '' : String(field.default);
  const types = [field.type ?? []].flat();
  if (field.enum || types.includes('boolean')) {
    const choices = field.enum ?? [true, false];
    return (
      <Labelled label={name} hint={field.description}>
        <Select
          value={value === undefined ? '' : JSON.stringify(value)}
          options={[
            ['', usual === '' ? '–' : `${usual} (default)`],
            ...choices.map((choice) => [JSON.stringify(choice), String(choice)] as const),
          ]}
          onChange={(text) => onChange(text === '' ? undefined : JSON.parse(text))}
        />
      </Labelled>
    );
  }
  if (types.includes('integer') || types.includes('number')) {
    const { minimum, maximum } = field;
    const bounds =
      minimum !== undefined || maximum !== undefined ? `${minimum ?? '−∞'} … ${maximum ?? '∞'}` : undefined;
    return (
      <Labelled label={name} hint={field.description ?? bounds}>
        <NumberField
          integer={types.includes('integer') && !types.includes('number')}
          minimum={minimum}
          maximum={maximum}
          value={value}
          placeholder={usual}
          onChange={onChange}
        />
      </Labelled>
    );
  }
  const isText = typeof value === 'string' || value === undefined;
  return (
    <Labelled label={name} hint={field.description}>
      <TextField
        value={isText ? value : JSON.stringify(value)}
        placeholder={usual}
        onChange={(text) =>
          onChange(text === undefined ? undefined : types.includes('string') ? text : parsed(text))
        }
      />
    </Labelled>
  );
}

/** What the text means as JSON, or the text itself. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
