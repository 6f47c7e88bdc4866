import type { ReactNode } from 'react';

/** A field under its name. */
export function Labelled({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string | undefined;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
    <label className="flex min-w-0 flex-col gap-1">
      <span className="flex items-baseline gap-2 text-ink-2">
        <span className="max-w-full shrink-0 truncate">{label}</span>
        {hint && (
          <span className="truncate text-ink-3 text-micro" title={hint}>
            {hint}
          </span>
        )}
      </span>
      {children}
    </label>
  );
}
