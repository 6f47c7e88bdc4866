import { DropdownMenu } from 'radix-ui';
import { cx } from './cx.ts';

export interface MenuItem {
  label: string;
  onSelect: () => void;
  danger?: boolean;
}

/** The list that a menu opens. */
export function MenuItems({
  items,
  align = 'end',
  label,
}: {
  items: readonly MenuItem[];
  align?: 'start' | 'end';
  label?: string;
}) {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        aria-label={label}
        className="z-50 min-w-36 max-w-96 animate-rise rounded-md border border-line bg-raised p-1 shadow-float"
      >
        {items.map((item) => (
          <DropdownMenu.Item
            key={item.label}
            onSelect={item.onSelect}
            className={cx(
              'cursor-pointer truncate rounded-sm px-2 py-1 text-body outline-none data-highlighted:bg-hover',
              item.danger && 'text-alarm',
            )}
          >
            {item.label}
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}
