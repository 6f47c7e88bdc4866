import { parseColumnId } from '../../logic/columnId.ts';
import type { Panel } from '../../logic/comparePanels.ts';

/** What a panel shows, in words. */
export function panelTitle({ kind, fields }: Panel): string {
  const [first = '', second, third] = fields.map((id) => parseColumnId(id)?.key ?? id);
  switch (kind) {
    case 'line':
      return first;
    case 'bar':
    case 'box':
      return second ? `${first} by ${second}` : first;
    case 'scatter':
      return `${second ?? ''} over ${first}`;
    case 'contour':
      return `${third ?? ''} over ${first} and ${second ?? ''}`;
    default:
      return `Parallel coordinates of ${fields.length}`;
  }
}
