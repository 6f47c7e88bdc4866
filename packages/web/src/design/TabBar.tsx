import { Tabs } from 'radix-ui';
import { cx } from './cx.ts';

interface TabBarProps<T extends string> {
  value: T;
  tabs: readonly { key: T; label: string; count?: number }[];
  onChange: (value: T) => void;
}

/** The row of a page's sections. The section itself is drawn by the page. */
export function TabBar<T extends string>({ value, tabs, onChange }: TabBarProps<T>) {
  return (
    <Tabs.Root value={value} onValueChange={(next) => onChange(next as T)}>
      <Tabs.List className="-mb-px flex gap-1 overflow-x-auto [scrollbar-width:none]">
        {tabs.map((tab) => (
          <Tabs.Trigger
            key={tab.key}
            value={tab.key}
            // The section is no part of Radix' tabs: there is no panel of its name.
            aria-controls={undefined}
            className={cx(
              'flex items-baseline gap-1.5 whitespace-nowrap border-transparent border-b-2 px-2 py-1.5 font-medium text-ink-2 hover:text-ink',
              'data-[state=active]:border-brass-line data-[state=active]:text-ink',
            )}
          >
            {tab.label}
            {tab.count !== undefined && <span className="figures text-ink-3 text-micro">{tab.count}</span>}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
    </Tabs.Root>
  );
}
