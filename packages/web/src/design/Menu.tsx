import { Ellipsis } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { type MenuItem, MenuItems } from './MenuItems.tsx';

export type { MenuItem } from './MenuItems.tsx';

interface MenuProps {
  label: string;
  items: readonly MenuItem[];
  /** In place of the "more" button: one element that takes a ref. */
  trigger?: ReactNode;
}

/** The "more" button with a short list of actions. */
export function Menu({ label, items, trigger }: MenuProps) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        {trigger ?? (
          <Button tone="quiet" icon aria-label={label}>
            <Ellipsis size={16} />
          </Button>
        )}
      </DropdownMenu.Trigger>
      <MenuItems items={items} />
    </DropdownMenu.Root>
  );
}
