import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react';
import { cx } from './cx.ts';
import { TEXT } from './text.ts';

export interface Suggestion {
  text: string;
  label: string;
  note?: string;
}

interface SuggestFieldProps {
  label: string;
  placeholder?: string;
  value: string;
  /** Where an error is in the value, counted from 0; null where there is none. */
  errorAt: number | null;
  invalid: boolean;
  suggestions: readonly Suggestion[];
  onChange: (value: string, caret: number) => void;
  /** The caret moved, or the field was entered. */
  onCaret: (caret: number) => void;
  onPick: (suggestion: Suggestion) => void;
  onSend: () => void;
  onCancel: () => void;
  lead?: ReactNode;
  tail?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

/** A one-line text that knows how it may go on, and marks where it is wrong. */
export function SuggestField(props: SuggestFieldProps) {
  const { value, suggestions, errorAt, invalid } = props;
  const list = useId();
  const own = useRef<HTMLInputElement>(null);
  const marks = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins anew
  useEffect(() => setChosen(-1), [suggestions]);
  const shown = open && suggestions.length > 0;

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const picked = suggestions[event.key === 'Tab' && chosen < 0 ? 0 : chosen];
    if (step !== undefined && suggestions.length > 0) {
      event.preventDefault();
      setOpen(true);
      setChosen((old) => Math.max(-1, Math.min(suggestions.length - 1, old + step)));
    } else if (
      shown &&
      picked &&
      (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey && value))
    ) {
      event.preventDefault();
      props.onPick(picked);
    } else if (event.key === 'Enter') {
      setOpen(false);
      props.onSend();
    } else if (event.key === 'Escape') {
      if (shown) setOpen(false);
      else props.onCancel();
    }
  };

  return (
    <div
      className={cx(
        'relative flex h-7 items-center gap-1.5 rounded-md border bg-panel px-2 focus-within:outline-2 focus-within:outline-offset-1',
        invalid
          ? 'border-alarm focus-within:outline-alarm'
          : 'border-line-strong focus-within:outline-brass-line',
      )}
    >
      <span className="text-ink-3">{props.lead}</span>
      <span className="relative min-w-0 flex-1">
        {errorAt !== null && (
          <span
            ref={marks}
            aria-hidden="true"
            className="figures pointer-events-none absolute inset-0 overflow-hidden whitespace-pre text-small text-transparent"
          >
            {value.slice(0, errorAt)}
            <span className="underline decoration-2 decoration-alarm decoration-wavy underline-offset-3">
              {wordAt(value, errorAt)}
            </span>
          </span>
        )}
        <input
          ref={(element) => {
            own.current = element;
            if (typeof props.ref === 'function') props.ref(element);
            else if (props.ref) props.ref.current = element;
          }}
          className="figures w-full bg-transparent text-small outline-none"
          role="combobox"
          aria-label={props.label}
          aria-expanded={shown}
          aria-controls={list}
          aria-autocomplete="list"
          aria-invalid={invalid || undefined}
          {...(shown && chosen >= 0 && { 'aria-activedescendant': `${list}-${chosen}` })}
          placeholder={props.placeholder}
          spellCheck={false}
          autoComplete="off"
          value={value}
          onChange={({ target }) => {
            setOpen(true);
            props.onChange(target.value, target.selectionStart ?? target.value.length);
          }}
          onSelect={({ currentTarget }) => props.onCaret(currentTarget.selectionStart ?? 0)}
          onFocus={() => setOpen(true)}
          onBlur={() => {
            setOpen(false);
            props.onSend();
          }}
          onScroll={({ currentTarget }) => {
            if (marks.current) marks.current.scrollLeft = currentTarget.scrollLeft;
          }}
          onKeyDown={onKeyDown}
        />
      </span>
      {props.tail}
      <div
        role="listbox"
        id={list}
        aria-label={TEXT.suggestions}
        hidden={!shown}
        className="absolute top-full left-0 z-40 mt-1 max-h-72 w-full max-w-120 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float"
      >
        {suggestions.map((suggestion, index) => (
          <div
            key={suggestion.label}
            role="option"
            tabIndex={-1}
            id={`${list}-${index}`}
            aria-selected={index === chosen}
            ref={(element) => {
              if (index === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
            className={cx(
              'figures flex cursor-pointer items-baseline gap-3 rounded-sm px-2 py-0.5 text-small hover:bg-hover',
              index === chosen && 'bg-hover',
            )}
            onMouseDown={(event) => {
              event.preventDefault();
              props.onPick(suggestion);
            }}
          >
            <span className="truncate">{suggestion.label}</span>
            {suggestion.note && (
              <span className="ml-auto shrink-0 text-ink-3 text-micro">{suggestion.note}</span>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

/** From a place to the end of the word there; a blank where the text has ended. */
function wordAt(text: string, at: number): string {
  return /^\s*\S+/.exec(text.slice(at))?.[0] ?? ' ';
}
