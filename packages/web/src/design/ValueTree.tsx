import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button } from './Button.tsx';
import { TEXT } from './text.ts';

const AT_ONCE = 100;
const OPEN_DEPTH = 2;

/** A value of JSON or YAML, its lists and maps to fold and unfold. */
export function ValueTree({ value, name, depth = 0 }: { value: unknown; name?: string; depth?: number }) {
  const entries = entriesOf(value);
  const [open, setOpen] = useState(depth < OPEN_DEPTH);
  const [most, setMost] = useState(AT_ONCE);
  const label = name !== undefined && (
    <span className={Array.isArray(value) || entries ? 'text-ink' : 'text-ink-2'}>{name}</span>
  );
  if (!entries) {
    return (
      <div className="flex gap-2 py-px pl-5">
        {label}
        <Leaf value={value} />
      </div>
    );
  }
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex items-center gap-1 rounded-sm py-px pr-2 hover:bg-hover"
      >
        <ChevronRight size={14} className={open ? 'rotate-90 text-ink-3' : 'text-ink-3'} aria-hidden="true" />
        {label}
        <span className="text-ink-3">{size}</span>
      </button>
      {open && (
        <div className="ml-[0.42rem] border-line border-l pl-2.5">
          {entries.slice(0, most).map(([key, child]) => (
            <ValueTree key={key} name={key} value={child} depth={depth + 1} />
          ))}
          {entries.length > most && (
            <Button tone="quiet" onClick={() => setMost(most * 10)}>
              {(entries.length - most).toLocaleString('en-US')} {TEXT.more}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function entriesOf(value: unknown): [string, unknown][] | null {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  if (value === null || typeof value !== 'object' || value instanceof Date) return null;
  return Object.entries(value);
}

function Leaf({ value }: { value: unknown }) {
  if (typeof value === 'string')
    return <span className="text-verdigris [overflow-wrap:anywhere]">{JSON.stringify(value)}</span>;
  const text = value instanceof Date ? value.toISOString() : String(value);
  return <span className={typeof value === 'number' ? 'text-brass' : 'text-ink-3'}>{text}</span>;
}
