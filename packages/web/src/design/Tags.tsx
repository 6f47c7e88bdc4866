import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';
import { Popover } from './Popover.tsx';
import { TEXT } from './text.ts';

/** Short words on a thing. */
export function Tags({ tags }: { tags: readonly string[] }) {
  return tags.map((tag) => <Plate key={tag}>{tag}</Plate>);
}

interface TagsFieldProps {
  tags: readonly string[];
  onChange: (tags: string[]) => void;
}

/** The same, to add to and take from. */
export function TagsField({ tags, onChange }: TagsFieldProps) {
  const [word, setWord] = useState('');
  const add = (): void => {
    const tag = word.trim();
    setWord('');
    if (tag && !tags.includes(tag)) onChange([...tags, tag]);
  };
  return (
    <span className="flex flex-wrap items-center gap-1">
      {tags.map((tag) => (
        <Plate key={tag}>
          {tag}
          <button
            type="button"
            aria-label={TEXT.removeTag(tag)}
            onClick={() => onChange(tags.filter((other) => other !== tag))}
            className="-mr-1 flex size-4 items-center justify-center text-ink-3 hover:text-ink"
          >
            <X size={11} aria-hidden="true" />
          </button>
        </Plate>
      ))}
      <Popover
        trigger={
          <Button tone="quiet" className="h-5 px-1 text-small">
            <Plus size={12} aria-hidden="true" /> {TEXT.tag}
          </Button>
        }
      >
        <form
          className="flex gap-2 p-2"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <Field
            aria-label={TEXT.newTag}
            value={word}
            maxLength={60}
            onChange={(event) => setWord(event.target.value)}
          />
          <Button type="submit" disabled={word.trim() === ''}>
            {TEXT.add}
          </Button>
        </form>
      </Popover>
    </span>
  );
}

function Plate({ children }: { children: React.ReactNode }) {
  return (
    <span className="inline-flex max-w-40 items-center gap-0.5 truncate rounded-sm border border-line bg-muted-wash px-1.5 text-ink-2 text-micro leading-[1.125rem]">
      {children}
    </span>
  );
}
