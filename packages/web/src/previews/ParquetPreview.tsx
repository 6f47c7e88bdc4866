import { useQueries, useQuery } from '@tanstack/react-query';
import { asyncBufferFromUrl, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { useState } from 'react';
import { artifactUrl } from '../data/artifacts.ts';
import { Sheet, type SheetColumn } from '../design/Sheet.tsx';
import { Failure, Loading } from '../design/States.tsx';
import { plural } from '../logic/format.ts';
import type { PreviewProps } from './Preview.tsx';
import { TEXT } from './text.ts';

const PAGE = 500;

/** A Parquet file's columns and rows; only the parts that are looked at are fetched. */
export default function ParquetPreview({ runId, path, size }: PreviewProps) {
  const url = artifactUrl(runId, path);
  const head = useQuery({
    queryKey: ['parquet', runId, path],
    staleTime: 60_000,
    structuralSharing: false,
    queryFn: async () => {
      const file = await asyncBufferFromUrl({ url, ...(size !== null && { byteLength: size }) });
      const metadata = await parquetMetadataAsync(file);
      return { file, metadata, schema: parquetSchema(metadata) };
    },
  });
  const [pages, setPages] = useState<readonly number[]>([0]);
  const { data } = head;
  const total = Number(data?.metadata.num_rows ?? 0);
  const loaded = useQueries({
    queries: pages.map((page) => ({
      queryKey: ['parquet', runId, path, page],
      enabled: data !== undefined,
      staleTime: 60_000,
      structuralSharing: false,
      queryFn: () =>
        parquetReadObjects({
          file: (data as NonNullable<typeof data>).file,
          metadata: (data as NonNullable<typeof data>).metadata,
          compressors,
          rowStart: page * PAGE,
          rowEnd: Math.min(total, (page + 1) * PAGE),
        }),
    })),
  });
  if (head.error) return <Failure error={head.error} onRetry={() => head.refetch()} />;
  if (!data) return <Loading />;
  const failed = loaded.find(({ error }) => error)?.error;
  const columns = data.schema.children.map(({ element }): SheetColumn => {
    const type = element.logical_type?.type ?? element.converted_type ?? element.type ?? 'group';
    const isNumber = element.logical_type === undefined && /INT|DOUBLE|FLOAT/.test(element.type ?? '');
    return {
      key: element.name,
      head: (
        <>
          {element.name} <span className="font-normal text-ink-3">{String(type).toLowerCase()}</span>
        </>
      ),
      title: element.name,
      width: Math.max(160, (element.name.length + String(type).length) * 7 + 40),
      align: isNumber ? 'right' : 'left',
    };
  });
  const cell = (row: number, column: number) => {
    const page = Math.floor(row / PAGE);
    const rows = loaded[pages.indexOf(page)]?.data;
    if (!rows) {
      if (!pages.includes(page))
        queueMicrotask(() => setPages((old) => (old.includes(page) ? old : [...old, page])));
      return <span className="text-ink-3">…</span>;
    }
    const text = shown(rows[row - page * PAGE]?.[columns[column]?.key ?? '']);
    return (
      <span className="truncate" title={text}>
        {text}
      </span>
    );
  };
  return (
    <>
      <p className="px-4 py-1.5 text-ink-3 text-small">
        {plural(total, 'row')}, {plural(columns.length, 'column')},{' '}
        {plural(data.metadata.row_groups.length, 'row group')}
        {data.metadata.created_by && TEXT.writtenBy(data.metadata.created_by)}
      </p>
      {failed && <Failure error={failed} />}
      <Sheet
        label={path}
        className="figures h-(--preview,70vh) border-line border-t text-small"
        columns={columns}
        rows={total}
        rowHead={(row) => <span className="text-ink-3">{row + 1}</span>}
        cell={cell}
      />
    </>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object') return String(value);
  return JSON.stringify(value, (_key, own) => (typeof own === 'bigint' ? String(own) : own));
}
