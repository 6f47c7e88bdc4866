import { ChevronDown, ChevronUp, Search } from 'lucide-react';
import { plural } from '../logic/format.ts';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';
import { TEXT } from './text.ts';

interface LogSearchProps {
  words: string;
  onWords: (words: string) => void;
  /** How many lines match, and which of them is shown. */
  count: number;
  at: number;
  onStep: (by: 1 | -1) => void;
  lines: number;
}

/** Looks for words in a log; Enter goes to the next line that has them, with shift to the one before. */
export function LogSearch({ words, onWords, count, at, onStep, lines }: LogSearchProps) {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-line border-b px-3 py-1">
      <Field
        aria-label={TEXT.searchLog}
        placeholder={TEXT.search}
        lead={<Search size={14} aria-hidden="true" />}
        className="w-56"
        value={words}
        onChange={(event) => onWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && count > 0) onStep(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') onWords('');
        }}
      />
      <Button
        tone="quiet"
        icon
        aria-label={TEXT.lineBefore}
        disabled={count === 0}
        onClick={() => onStep(-1)}
      >
        <ChevronUp size={15} />
      </Button>
      <Button tone="quiet" icon aria-label={TEXT.nextLine} disabled={count === 0} onClick={() => onStep(1)}>
        <ChevronDown size={15} />
      </Button>
      <span className="figures text-ink-3 text-small" role="status">
        {words === ''
          ? plural(lines, 'line')
          : count === 0
            ? TEXT.nothingFound
            : TEXT.of(at + 1, plural(count, 'line'))}
      </span>
    </div>
  );
}
