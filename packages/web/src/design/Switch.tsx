import { Switch as Radix } from 'radix-ui';
import { useId } from 'react';

/** On or off, with its word beside it. */
export function Switch({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <span className="inline-flex h-7 items-center gap-1.5">
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        className="h-4 w-7 rounded-full border border-line-strong bg-sunken data-[state=checked]:border-ink data-[state=checked]:bg-ink"
      >
        <Radix.Thumb className="block size-2.5 translate-x-0.5 rounded-full bg-ink-3 transition-transform data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-paper" />
      </Radix.Root>
      <label htmlFor={id} className="whitespace-nowrap text-ink-2 text-small">
        {label}
      </label>
    </span>
  );
}
