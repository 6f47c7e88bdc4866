import { ToggleGroup } from 'radix-ui';
import { cx } from './cx.ts';

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}

/** One of a few, side by side. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => next && onChange(next as T)}
      className="inline-flex h-7 rounded-md border border-line-strong bg-panel p-0.5"
    >
      {options.map(([key, text]) => (
        <ToggleGroup.Item
          key={key}
          value={key}
          className={cx(
            'rounded-sm px-2 text-small font-medium text-ink-2 hover:text-ink',
            'data-[state=on]:bg-ink data-[state=on]:text-paper',
          )}
        >
          {text}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
