import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { Popover } from '../../design/Popover.tsx';
import { matches } from '../../logic/matches.ts';
import { SourceMark } from './SourceMark.tsx';
import type { Source } from './sources.ts';
import { TEXT } from './text.ts';

interface SourcePickerProps {
  sources: readonly Source[];
  picked: readonly Source[];
  onPick: (ids: string[]) => void;
}

/** Which experiments and studies are looked at. */
export function SourcePicker({ sources, picked, onPick }: SourcePickerProps) {
  const ids = picked.map(({ id }) => id);
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {picked.map((source) => (
        <span
          key={source.id}
          className="inline-flex h-7 max-w-64 items-center gap-1.5 rounded-md border border-line bg-panel pl-2"
        >
          <SourceMark source={source} />
          <span className="truncate">{source.name}</span>
          <button
            type="button"
            aria-label={TEXT.leaveOut(source.name)}
            className="flex size-6 items-center justify-center text-ink-3 hover:text-ink"
            onClick={() => onPick(ids.filter((id) => id !== source.id))}
          >
            <X size={13} aria-hidden="true" />
          </button>
        </span>
      ))}
      <Popover
        align="start"
        label={TEXT.sources}
        trigger={
          <Button>
            <Plus size={14} aria-hidden="true" /> {TEXT.sources}
          </Button>
        }
      >
        <Choices sources={sources} ids={ids} onPick={onPick} />
      </Popover>
    </div>
  );
}

const SHOWN = 200;

function Choices({
  sources,
  ids,
  onPick,
}: {
  sources: readonly Source[];
  ids: readonly string[];
  onPick: (ids: string[]) => void;
}) {
  const [words, setWords] = useState('');
  const found = sources.filter(({ name, kind }) => matches(`${name} ${kind}`, words)).slice(0, SHOWN);
  return (
    <div className="flex max-h-[min(26rem,70vh)] w-80 flex-col">
      <div className="border-line border-b p-2">
        <Field
          aria-label={TEXT.findSource}
          placeholder={TEXT.findSource}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      <div className="min-h-0 overflow-y-auto p-2">
        {found.map(({ id, name, kind }) => (
          <label
            key={id}
            className="flex cursor-pointer items-center gap-2 rounded-sm px-1 py-0.5 hover:bg-hover"
          >
            <input
              type="checkbox"
              checked={ids.includes(id)}
              onChange={() => onPick(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id])}
              className="accent-(--brass-line)"
            />
            <span className="truncate">{name}</span>
            <span className="ml-auto shrink-0 text-ink-3 text-small">{kind}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
