import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

interface PopoverProps {
  /** One element that takes a ref. */
  trigger: ReactNode;
  align?: 'start' | 'end';
  label?: string;
  children: ReactNode;
}

/** A panel that hangs from its trigger. */
export function Popover({ trigger, align = 'end', label, children }: PopoverProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={5}
          collisionPadding={8}
          aria-label={label}
          className="z-50 max-w-[calc(100vw-1rem)] animate-rise rounded-lg border border-line bg-raised shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Makes a button inside close the panel that it is in. */
export function ClosesPopover({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}
