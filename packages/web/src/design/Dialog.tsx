import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  wide?: boolean;
  children: ReactNode;
}

/** A modal question. Escape and a click outside close it. */
export function Dialog({ open, onOpenChange, title, description, wide = false, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          className={cx(
            'fixed left-1/2 z-50 max-h-[84vh] -translate-x-1/2 animate-rise overflow-y-auto rounded-lg border border-line bg-raised p-4 shadow-float',
            wide ? 'top-[8vh] w-[min(48rem,calc(100vw-2rem))]' : 'top-[14vh] w-[min(26rem,calc(100vw-2rem))]',
          )}
          {...(!description && { 'aria-describedby': undefined })}
        >
          <Radix.Title className="font-semibold text-lead">{title}</Radix.Title>
          {description && <Radix.Description className="mt-1 text-ink-2">{description}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
