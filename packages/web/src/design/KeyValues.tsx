import type { ReactNode } from 'react';

/** A list of names and values with hairlines between. */
export function KeyValues({ rows }: { rows: readonly { name: string; value: ReactNode; title?: string }[] }) {
  return (
    <dl className="divide-y divide-line">
      {rows.map(({ name, value, title }) => (
        <div key={name} className="grid grid-cols-[minmax(6rem,40%)_1fr] gap-3 px-3 py-1">
          <dt className="truncate text-ink-2" title={name}>
            {name}
          </dt>
          <dd className="min-w-0 text-right [overflow-wrap:anywhere]" title={title}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
