import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { extname } from 'node:path';
import { parse } from 'csv-parse';
import type { DataSchema } from './entry.ts';

/** Lines of a CSV file after which the types of its columns count as known. */
const SAMPLE_LINES = 10_000;

/** Columns and types of a CSV, TSV, Parquet or NumPy file; null for any other, or one that cannot be read as such. */
export async function readDataSchema(file: string): Promise<DataSchema | null> {
  try {
    switch (extname(file).toLowerCase()) {
      case '.csv':
        return await readTable(file, ',');
      case '.tsv':
        return await readTable(file, '\t');
      case '.parquet':
        return await readParquet(file);
      case '.npy':
        return readNumpy(file);
      default:
        return null;
    }
  } catch {
    return null;
  }
}

/** Types from the first lines: `integer`, `number`, `boolean` or `string`; null values fit any. */
async function readTable(file: string, delimiter: string): Promise<DataSchema> {
  const rows = createReadStream(file).pipe(parse({ delimiter, bom: true, trim: true, relax_quotes: true }));
  let names: string[] | null = null;
  const types: (string | null)[] = [];
  let count = 0;
  let whole = true;
  for await (const row of rows as AsyncIterable<string[]>) {
    if (!names) names = row;
    else {
      row.forEach((cell, column) => {
        types[column] = widen(types[column] ?? null, typeOf(cell));
      });
      if (++count >= SAMPLE_LINES) {
        whole = false;
        break;
      }
    }
  }
  const columns = (names ?? []).map((name, column) => [name, types[column] ?? 'string'] as const);
  return { rows: whole ? count : null, columns: Object.fromEntries(columns) };
}

function typeOf(cell: string): string | null {
  if (cell === '' || /^(na|nan|null|none)$/i.test(cell)) return null;
  if (/^[+-]?\d+$/.test(cell)) return 'integer';
  if (/^(true|false)$/i.test(cell)) return 'boolean';
  return Number.isFinite(Number(cell)) ? 'number' : 'string';
}

function widen(known: string | null, seen: string | null): string | null {
  if (known === null || seen === null || known === seen) return known ?? seen;
  const numbers = ['integer', 'number'];
  return numbers.includes(known) && numbers.includes(seen) ? 'number' : 'string';
}

async function readParquet(file: string): Promise<DataSchema> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetSchema } = await import('hyparquet');
  const metadata = await parquetMetadataAsync(await asyncBufferFromFile(file));
  const columns = parquetSchema(metadata).children.map(({ element }) => {
    const { logical_type: logical, converted_type: converted, type } = element;
    return [element.name, String(logical?.type ?? converted ?? type ?? 'group').toLowerCase()];
  });
  return { rows: Number(metadata.num_rows), columns: Object.fromEntries(columns) };
}

/** The header of NumPy's format (NEP 1): a Python literal with type and shape. */
function readNumpy(file: string): DataSchema | null {
  const handle = openSync(file, 'r');
  const head = Buffer.alloc(4096);
  try {
    readSync(handle, head, 0, head.length, 0);
  } finally {
    closeSync(handle);
  }
  if (head.toString('latin1', 1, 6) !== 'NUMPY') return null;
  const text = head.toString('latin1');
  const type = /'descr': '([^']+)'/.exec(text)?.[1];
  const shape = /'shape': \(([\d, ]*)\)/.exec(text)?.[1]?.match(/\d+/g)?.map(Number);
  if (!type || !shape) return null;
  return { rows: shape[0] ?? null, columns: { [`array[${shape.slice(1).join(',')}]`]: type } };
}
