import type { Problem } from '../../data/catalog.ts';
import { cx } from '../../design/cx.ts';
import { TEXT } from './text.ts';

const LINE = 19;

interface YamlFieldProps {
  text: string;
  onChange: (text: string) => void;
  problems: readonly Problem[];
}

/** The manifest itself, with its lines numbered and the wrong ones marked. */
export function YamlField({ text, onChange, problems }: YamlFieldProps) {
  const count = text.split('\n').length;
  const wrong = new Map(problems.map(({ line, message }) => [line ?? 1, message]));
  return (
    <div className="figures min-h-0 flex-1 overflow-auto bg-panel text-small">
      <div className="flex min-h-full w-max min-w-full py-2">
        <div
          className="sticky left-0 w-11 shrink-0 select-none border-line border-r bg-panel text-right"
          aria-hidden="true"
        >
          {Array.from({ length: count }, (_, index) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
              key={index}
              style={{ height: LINE, lineHeight: `${LINE}px` }}
              title={wrong.get(index + 1)}
              className={cx(
                'pr-2',
                wrong.has(index + 1) ? 'border-alarm border-r-2 bg-alarm-wash text-alarm' : 'text-ink-3',
              )}
            >
              {index + 1}
            </div>
          ))}
        </div>
        <textarea
          aria-label={TEXT.manifestAsYaml}
          value={text}
          onChange={(event) => onChange(event.target.value)}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          wrap="off"
          rows={count}
          className="min-w-0 flex-1 resize-none overflow-hidden whitespace-pre bg-transparent px-3 outline-none focus-visible:outline-none"
          style={{
            lineHeight: `${LINE}px`,
            height: count * LINE,
            width: `${Math.max(...text.split('\n').map((line) => line.length)) + 6}ch`,
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Tab' || event.shiftKey || event.altKey) return;
            event.preventDefault();
            document.execCommand('insertText', false, '  ');
          }}
        />
      </div>
    </div>
  );
}
