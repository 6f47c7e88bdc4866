import { setImmediate } from 'node:timers/promises';
import { csvCell } from '../csv-cell.ts';
import type { Cell } from './ranks.ts';
import type { RunTable } from './run-table.ts';

const ROWS_A_PIECE = 500;
const INFO = ['run_id', 'run_name', 'status', 'user', 'start_time', 'end_time', 'duration'] as const;
const TIMES: readonly string[] = ['start_time', 'end_time'];

/**
 * Runs as RFC 4180, piece by piece: who they are, then some columns. Times are ISO 8601, durations milliseconds.
 *
 * @param columns their cells, by name
 */
export async function* csvPieces(
  table: RunTable,
  sorted: Uint32Array,
  columns: ReadonlyMap<string, readonly Cell[]>,
): AsyncGenerator<string> {
  const info = await Promise.all(INFO.map((name) => table.column(`attributes.${name}`)));
  const values = [...columns.values()];
  yield `${[...INFO, ...columns.keys()].map(csvCell).join(',')}\r\n`;
  const time = (cell: Cell) => (cell === undefined ? undefined : new Date(Number(cell)).toISOString());
  for (let from = 0; from < sorted.length; from += ROWS_A_PIECE) {
    // A quick reader would leave no turn to others.
    await setImmediate();
    yield Array.from(sorted.subarray(from, from + ROWS_A_PIECE), (place) => {
      const cells = info.map((cells, index) =>
        TIMES.includes(INFO[index] ?? '') ? time(cells[place]) : cells[place],
      );
      return `${[...cells, ...values.map((cells) => cells[place])].map(csvCell).join(',')}\r\n`;
    }).join('');
  }
}
