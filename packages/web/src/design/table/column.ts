import type { ReactNode } from 'react';
import type { SortValue } from '../../logic/sorting.ts';

/** One column of a DataTable. */
export interface Column<T> {
  id: string;
  header: ReactNode;
  /** Shown on hover of the header; the header itself where that is text. */
  title?: string;
  /** In px. A column with `grow` takes what is left. */
  width: number;
  grow?: boolean;
  align?: 'left' | 'right';
  /** What sorts it; undefined goes last either way. Without it, and without `sorts`, the column does not sort. */
  value?: (item: T) => SortValue;
  /** Whether somebody else sorts it. */
  sorts?: boolean;
  /** The direction of the first click. */
  descFirst?: boolean;
  cell: (item: T) => ReactNode;
}
