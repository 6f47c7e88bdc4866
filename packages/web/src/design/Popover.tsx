import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

/** A panel that hangs from its trigger, which must be one element that takes a ref. */
export function Popover({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="end"
          sideOffset={5}
          collisionPadding={8}
          className="z-50 animate-rise rounded-lg border border-line bg-raised shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
