import { useEffect, useState } from 'react';
import { Field } from '../../design/Field.tsx';

interface NumberFieldProps {
  value: unknown;
  /** undefined where it was emptied. */
  onChange: (value: number | undefined) => void;
  integer?: boolean;
  minimum?: number | undefined;
  maximum?: number | undefined;
  placeholder?: string | undefined;
  label?: string;
}

/** A number of the manifest; what is no number yet stays in the field, marked, until it is one. */
export function NumberField({
  value,
  onChange,
  integer,
  minimum,
  maximum,
  placeholder,
  label,
}: NumberFieldProps) {
  const shown = value === undefined || value === null ? '' : String(value);
  const [typed, setTyped] = useState(shown);
  useEffect(() => {
    setTyped((old) => (old.trim() !== '' && Number(old) === Number(shown) && shown !== '' ? old : shown));
  }, [shown]);
  const number = Number(typed);
  const wrong =
    typed.trim() !== '' &&
    (!Number.isFinite(number) ||
      (integer === true && !Number.isInteger(number)) ||
      (minimum !== undefined && number < minimum) ||
      (maximum !== undefined && number > maximum));
  return (
    <Field
      mono
      inputMode="decimal"
      aria-label={label}
      value={typed}
      invalid={wrong}
      placeholder={placeholder}
      onChange={({ target }) => {
        setTyped(target.value);
        if (target.value.trim() === '') onChange(undefined);
        else if (Number.isFinite(Number(target.value))) onChange(Number(target.value));
      }}
    />
  );
}
