import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { cx } from '../../design/cx.ts';
import type { Command } from './commands.ts';
import { TEXT } from './text.ts';
import { useFound } from './useFound.ts';

/** Goes anywhere and does what the page can do, by a few letters. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const found = useFound(words);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words begin at the first again
  useEffect(() => setChosen(0), [words]);
  const place = Math.min(chosen, found.length - 1);
  const run = (command: Command | undefined): void => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setChosen((place + step + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter') run(found[place]);
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 flex max-h-[70vh] w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 animate-rise flex-col rounded-lg border border-line bg-raised shadow-float"
        >
          <Dialog.Title className="sr-only">{TEXT.title}</Dialog.Title>
          <div className="flex items-center gap-2.5 border-line border-b px-3.5">
            <Search size={16} className="text-ink-3" aria-hidden="true" />
            <input
              role="combobox"
              aria-label={TEXT.title}
              aria-expanded="true"
              aria-controls={list}
              aria-autocomplete="list"
              {...(found.length > 0 && { 'aria-activedescendant': `${list}-${place}` })}
              placeholder={TEXT.hint}
              className="h-11 min-w-0 flex-1 bg-transparent text-lead outline-none"
              spellCheck={false}
              autoComplete="off"
              value={words}
              onChange={(event) => setWords(event.target.value)}
              onKeyDown={onKeyDown}
            />
          </div>
          <div role="listbox" id={list} aria-label={TEXT.title} className="min-h-0 overflow-y-auto p-1.5">
            {found.map((command, index) => (
              <div
                // biome-ignore lint/suspicious/noArrayIndexKey: names may be there twice
                key={index}
                role="option"
                tabIndex={-1}
                id={`${list}-${index}`}
                aria-selected={index === place}
                ref={(element) => {
                  if (index === place) element?.scrollIntoView({ block: 'nearest' });
                }}
                className={cx(
                  'flex cursor-pointer items-baseline gap-3 rounded-md px-2.5 py-1.5',
                  index === place && 'bg-hover',
                )}
                onMouseMove={() => setChosen(index)}
                onMouseDown={(event) => {
                  event.preventDefault();
                  run(command);
                }}
              >
                <span className="truncate">{command.label}</span>
                {command.note && <span className="truncate text-ink-3 text-small">{command.note}</span>}
                <span className="ml-auto shrink-0 text-ink-3 text-small">{command.kind}</span>
              </div>
            ))}
          </div>
          {found.length === 0 && <p className="px-4 pb-3 text-ink-2">{TEXT.nothing}</p>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
