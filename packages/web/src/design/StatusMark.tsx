import { cx } from './cx.ts';
import { TEXT } from './text.ts';

type Look = 'orbit' | 'disc' | 'cross' | 'square' | 'ring' | 'cut';

const LOOKS: Readonly<Record<string, { look: Look; word: string; tone: string }>> = {
  RUNNING: { look: 'orbit', word: TEXT.running, tone: 'text-verdigris' },
  FINISHED: { look: 'disc', word: TEXT.finished, tone: 'text-ink-2' },
  COMPLETE: { look: 'disc', word: TEXT.complete, tone: 'text-ink-2' },
  FAILED: { look: 'cross', word: TEXT.failed, tone: 'text-alarm' },
  FAIL: { look: 'cross', word: TEXT.failed, tone: 'text-alarm' },
  KILLED: { look: 'square', word: TEXT.killed, tone: 'text-alarm' },
  PRUNED: { look: 'cut', word: TEXT.pruned, tone: 'text-brass' },
  SCHEDULED: { look: 'ring', word: TEXT.scheduled, tone: 'text-ink-3' },
  WAITING: { look: 'ring', word: TEXT.waiting, tone: 'text-ink-3' },
  QUEUED: { look: 'ring', word: TEXT.queued, tone: 'text-ink-3' },
  SKIPPED: { look: 'cut', word: TEXT.skipped, tone: 'text-ink-3' },
};

/** The state of a run or trial: a form, a colour and a word, so that no one of them carries it alone. */
export function StatusMark({ status, short = false }: { status: string; short?: boolean }) {
  const known = LOOKS[status] ?? { look: 'ring' as const, word: status.toLowerCase(), tone: 'text-ink-3' };
  return (
    <span className={cx('inline-flex items-center gap-1.5 whitespace-nowrap', known.tone)} title={known.word}>
      <Glyph look={known.look} />
      <span className={short ? 'sr-only' : undefined}>{known.word}</span>
    </span>
  );
}

function Glyph({ look }: { look: Look }) {
  return (
    <svg
      width="11"
      height="11"
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      className="shrink-0"
      aria-hidden="true"
    >
      {look === 'orbit' && (
        <>
          <circle cx="6" cy="6" r="4.2" strokeOpacity="0.4" strokeWidth="1.3" />
          <g className="origin-center animate-orbit">
            <circle cx="6" cy="1.8" r="1.8" fill="currentColor" stroke="none" />
          </g>
        </>
      )}
      {look === 'disc' && <circle cx="6" cy="6" r="3" fill="currentColor" stroke="none" />}
      {look === 'ring' && <circle cx="6" cy="6" r="3.2" />}
      {look === 'square' && (
        <rect x="2.6" y="2.6" width="6.8" height="6.8" fill="currentColor" stroke="none" />
      )}
      {look === 'cross' && <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" strokeWidth="2" />}
      {look === 'cut' && <path d="M2 3.5h8L6 10z" strokeLinejoin="round" />}
    </svg>
  );
}
