import { useState } from 'react';
import { Panel } from '../../design/Panel.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { RunDuration } from '../../design/RunDuration.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { DataTable, type Sort } from '../../design/table/DataTable.tsx';
import { ValueTree } from '../../design/ValueTree.tsx';

interface Item {
  name: string;
  seconds: number;
  children: Item[];
}

const leaf = (name: string, seconds: number): Item => ({ name, seconds, children: [] });
const ITEMS: Item[] = [
  { ...leaf('sweep', 240), children: [leaf('trial 0', 80), leaf('trial 1', 160)] },
  leaf('baseline', 95),
  leaf('ablation', 61),
];
const START = Date.UTC(2026, 0, 1);

/** Rows and columns. */
export function Tables() {
  const [sorting, setSorting] = useState<Sort[]>([{ id: 'duration', desc: true }]);
  return (
    <Panel title="Tables">
      <DataTable<Item>
        label="Sample table"
        className="h-44"
        items={ITEMS}
        rowId={({ name }) => name}
        childrenOf={({ children }) => children}
        sorting={sorting}
        onSorting={setSorting}
        columns={[
          {
            id: 'name',
            header: 'Run',
            width: 200,
            grow: true,
            value: ({ name }) => name,
            cell: ({ name }) => (
              <span className="flex items-center gap-2">
                <RunDot runId={name} /> {name}
              </span>
            ),
          },
          {
            id: 'duration',
            header: 'Duration',
            width: 110,
            align: 'right',
            descFirst: true,
            value: ({ seconds }) => seconds,
            cell: ({ seconds }) => (
              <RunDuration run={{ startTime: START, endTime: START + seconds * 1000, status: 'FINISHED' }} />
            ),
          },
        ]}
      />
      <Sheet
        label="Sample sheet"
        className="h-40 border-line border-t"
        rows={1000}
        columns={['a', 'b', 'c', 'd'].map((key) => ({ key, head: key, width: 110, align: 'right' as const }))}
        rowHead={(row) => <span className="figures text-ink-3 text-small">{row}</span>}
        cell={(row, column) => <span className="figures text-small">{row * (column + 1)}</span>}
      />
      <div className="border-line border-t p-3">
        <ValueTree
          name="job_spec"
          value={{ seed: 42, model: { name: 'mlp', layers: [64, 32] }, gpu: null }}
        />
      </div>
    </Panel>
  );
}
