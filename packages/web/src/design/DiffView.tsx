import { structuredPatch } from 'diff';
import { useMemo } from 'react';
import { cx } from './cx.ts';
import { TEXT } from './text.ts';

interface DiffViewProps {
  /** What is compared, for those who do not see it. */
  label: string;
  before: string;
  after: string;
}

const CONTEXT = 3;
/** Above so many edits the texts are told to be others, for the search would take seconds. */
const MOST_EDITS = 4000;
const SIGNS: Readonly<Record<string, string>> = {
  '+': 'bg-verdigris-wash text-verdigris',
  '-': 'bg-alarm-wash text-alarm',
};

/** The lines that differ between two texts, with some around them, as `diff -u` shows them. */
export function DiffView({ label, before, after }: DiffViewProps) {
  const patch = useMemo(
    () =>
      structuredPatch('', '', before, after, undefined, undefined, {
        context: CONTEXT,
        maxEditLength: MOST_EDITS,
      }),
    [before, after],
  );
  if (!patch) return <p className="p-3 text-ink-2">{TEXT.tooDifferent}</p>;
  if (patch.hunks.length === 0) return <p className="p-3 text-ink-3">{TEXT.noDifference}</p>;
  return (
    <section aria-label={label} className="overflow-x-auto">
      <table className="figures min-w-full text-small">
        <tbody>
          {patch.hunks.flatMap((hunk) => [<Head key={hunk.newStart} {...hunk} />, ...linesOf(hunk)])}
        </tbody>
      </table>
    </section>
  );
}

interface Hunk {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
  lines: string[];
}

function Head({ oldStart, oldLines, newStart, newLines }: Hunk) {
  return (
    <tr className="bg-muted-wash text-ink-2">
      <td colSpan={4} className="px-3 py-0.5">
        {`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`}
      </td>
    </tr>
  );
}

function linesOf({ oldStart, newStart, lines }: Hunk) {
  let [old, now] = [oldStart, newStart];
  return lines.map((line, index) => {
    const sign = line[0] ?? ' ';
    const isNote = sign === '\\';
    const numbers = isNote ? ['', ''] : [sign === '+' ? '' : old++, sign === '-' ? '' : now++];
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines of one patch stay where they are
      <tr key={`${newStart} ${index}`} className={cx('align-top', SIGNS[sign])}>
        {numbers.map((number, side) => (
          <td key={side === 0 ? 'before' : 'after'} className="w-10 select-none px-1.5 text-right text-ink-3">
            {number}
          </td>
        ))}
        <td className="w-4 select-none text-center">{sign.trim()}</td>
        <td className="whitespace-pre pr-3">
          {isNote ? <span className="text-ink-3">{line}</span> : line.slice(1)}
        </td>
      </tr>
    );
  });
}
