import type { InputHTMLAttributes, ReactNode, Ref } from 'react';
import { cx } from './cx.ts';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  /** Drawn inside, before the text. */
  lead?: ReactNode;
  /** Drawn inside, after the text. */
  tail?: ReactNode;
  mono?: boolean;
  invalid?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** A one-line text input. */
export function Field({ lead, tail, mono, invalid, className, ...rest }: FieldProps) {
  return (
    <div
      className={cx(
        'flex h-7 items-center gap-1.5 rounded-md border bg-panel px-2 focus-within:outline-2 focus-within:outline-offset-1',
        invalid
          ? 'border-alarm focus-within:outline-alarm'
          : 'border-line-strong focus-within:outline-brass-line',
        className,
      )}
    >
      {lead && <span className="text-ink-3">{lead}</span>}
      <input
        className={cx(
          'min-w-0 flex-1 bg-transparent outline-none',
          mono ? 'figures text-small' : 'text-body',
        )}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={invalid || undefined}
        {...rest}
      />
      {tail}
    </div>
  );
}
