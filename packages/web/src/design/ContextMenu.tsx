import { DropdownMenu } from 'radix-ui';
import { type MenuItem, MenuItems } from './MenuItems.tsx';

interface ContextMenuProps {
  label: string;
  /** Where it was asked for, in px of the window. */
  at: { x: number; y: number };
  items: readonly MenuItem[];
  onClose: () => void;
}

/** A list of actions where the right button was pressed. */
export function ContextMenu({ label, at, items, onClose }: ContextMenuProps) {
  return (
    <DropdownMenu.Root open onOpenChange={(open) => !open && onClose()} modal={false}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden="true" className="fixed size-0" style={{ left: at.x, top: at.y }} />
      </DropdownMenu.Trigger>
      <MenuItems label={label} align="start" items={items} />
    </DropdownMenu.Root>
  );
}
