import { ChevronDown } from 'lucide-react';
import type { SelectHTMLAttributes } from 'react';
import { cx } from './cx.ts';

interface SelectProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange'> {
  options: readonly (readonly [value: string, text: string])[];
  onChange: (value: string) => void;
}

/** One of several, from a list that the browser opens. */
export function Select({ options, onChange, className, ...rest }: SelectProps) {
  return (
    <span
      className={cx(
        'relative inline-flex h-7 items-center rounded-md border border-line-strong bg-panel focus-within:outline-2 focus-within:outline-brass-line focus-within:outline-offset-1',
        className,
      )}
    >
      <select
        className="h-full w-full appearance-none bg-transparent pr-7 pl-2 text-body outline-none [&>option]:bg-raised"
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <ChevronDown size={14} className="pointer-events-none absolute right-2 text-ink-3" aria-hidden="true" />
    </span>
  );
}
