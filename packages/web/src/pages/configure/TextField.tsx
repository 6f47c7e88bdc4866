import { Field } from '../../design/Field.tsx';

interface TextFieldProps {
  value: string | undefined;
  /** undefined where it was emptied. */
  onChange: (value: string | undefined) => void;
  placeholder?: string;
}

/** A text of the manifest; empty means that it does not say. */
export function TextField({ value, onChange, placeholder }: TextFieldProps) {
  return (
    <Field
      value={value ?? ''}
      placeholder={placeholder}
      onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
    />
  );
}
