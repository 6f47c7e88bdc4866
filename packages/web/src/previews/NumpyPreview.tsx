import { unzipSync } from 'fflate';
import { useMemo, useState } from 'react';
import { useArtifactBytes } from '../data/artifacts.ts';
import { Select } from '../design/Select.tsx';
import { Failure, Loading } from '../design/States.tsx';
import { formatBytes } from '../logic/format.ts';
import { type NumpyArray, parseNpy } from '../logic/npy.ts';
import { ArrayView } from './ArrayView.tsx';
import type { PreviewProps } from './Preview.tsx';
import { TEXT } from './text.ts';

const LIMIT = 128 * 2 ** 20;

/** Arrays of `.npy`, and of each entry of `.npz`. */
export default function NumpyPreview({ runId, path, size }: PreviewProps) {
  const bytes = useArtifactBytes(runId, path, LIMIT);
  const [chosen, setChosen] = useState<string | null>(null);
  const read = useMemo(() => {
    try {
      return bytes.data && { arrays: readAll(bytes.data.bytes, path) };
    } catch (error) {
      return { error };
    }
  }, [bytes.data, path]);
  if (size !== null && size > LIMIT)
    return (
      <p className="p-4 text-ink-2">
        {formatBytes(size)} {TEXT.areTooMuchLook}
      </p>
    );
  if (bytes.error) return <Failure error={bytes.error} onRetry={() => bytes.refetch()} />;
  if (!read) return <Loading />;
  if (!read.arrays) return <Failure error={read.error} />;
  const name = chosen ?? Object.keys(read.arrays)[0] ?? '';
  const array = read.arrays[name];
  return (
    <div className="flex flex-col gap-3 p-4">
      {Object.keys(read.arrays).length > 1 && (
        <Select
          aria-label={TEXT.array}
          className="self-start"
          value={name}
          options={Object.entries(read.arrays).map(
            ([key, { shape, dtype }]) => [key, `${key}  ${dtype} (${shape.join(', ')})`] as const,
          )}
          onChange={setChosen}
        />
      )}
      {array ? (
        <ArrayView key={name} array={array} name={name || path} />
      ) : (
        <p className="text-ink-3">{TEXT.noArraysInThis}</p>
      )}
    </div>
  );
}

function readAll(bytes: ArrayBuffer, path: string): Record<string, NumpyArray> {
  if (!path.toLowerCase().endsWith('.npz')) return { '': parseNpy(bytes) };
  const entries = unzipSync(new Uint8Array(bytes), { filter: ({ name }) => name.endsWith('.npy') });
  return Object.fromEntries(
    Object.entries(entries).map(([name, data]) => [
      name.replace(/\.npy$/, ''),
      parseNpy(data.slice().buffer as ArrayBuffer),
    ]),
  );
}
