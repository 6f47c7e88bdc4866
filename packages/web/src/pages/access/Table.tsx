import type { ReactNode } from 'react';

interface TableProps {
  label: string;
  /** An empty one is above what can be done. */
  heads: readonly string[];
  rows: readonly { id: string | number; cells: readonly ReactNode[] }[];
}

/** A plain table: its first column names the row. */
export function Table({ label, heads, rows }: TableProps) {
  return (
    <div className="overflow-x-auto">
      <table aria-label={label} className="w-full border-collapse">
        <thead>
          <tr className="engraved text-left">
            {heads.map((head) =>
              head === '' ? (
                <td key={head} />
              ) : (
                <th key={head} scope="col" className="whitespace-nowrap px-3 py-1.5">
                  {head}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells: [first, ...others] }) => (
            <tr key={id} className="border-line border-t">
              <th scope="row" className="whitespace-nowrap px-3 py-1 text-left font-medium">
                {first}
              </th>
              {others.map((cell, index) => (
                <td
                  key={heads[index + 1]}
                  className={heads[index + 1] === '' ? 'whitespace-nowrap px-2 py-1 text-right' : 'px-3 py-1'}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
