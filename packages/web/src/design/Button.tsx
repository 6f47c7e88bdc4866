import type { ButtonHTMLAttributes, Ref } from 'react';
import { cx } from './cx.ts';

type Tone = 'plain' | 'primary' | 'quiet' | 'danger';

const TONES: Record<Tone, string> = {
  plain: 'border-line-strong bg-panel text-ink hover:bg-hover',
  primary: 'border-ink bg-ink text-paper hover:opacity-88',
  quiet: 'border-transparent text-ink-2 hover:bg-hover hover:text-ink',
  danger: 'border-alarm bg-alarm text-paper hover:opacity-88',
};

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: Tone;
  /** Square, for a single icon; give it an aria-label. */
  icon?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ tone = 'plain', icon = false, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={cx(
        'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border text-body font-medium',
        'transition-colors disabled:cursor-not-allowed disabled:opacity-50',
        icon ? 'w-7' : 'px-2.5',
        TONES[tone],
        className,
      )}
      {...rest}
    />
  );
}
