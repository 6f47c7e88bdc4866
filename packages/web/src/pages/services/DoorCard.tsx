import type { Services } from '../../data/services.ts';
import { cx } from '../../design/cx.ts';

/** One port the program listens on. */
export function DoorCard({ name, url, state, port }: Services['services'][number]) {
  const up = state === 'up';
  return (
    <section className="rounded-lg border border-line bg-panel px-3 py-2.5">
      <div className="flex items-center gap-2">
        <svg width="12" height="12" viewBox="0 0 12 12" fill="none" aria-hidden="true">
          <circle cx="6" cy="6" r="5" stroke={up ? 'var(--verdigris)' : 'var(--alarm)'} strokeWidth="1.4" />
          {up && <circle cx="6" cy="6" r="2.4" fill="var(--verdigris)" />}
        </svg>
        <h2 className="font-semibold">{name}</h2>
        <span className={cx('ml-auto', up ? 'text-verdigris' : 'text-alarm')}>{state}</span>
      </div>
      <p className="figures mt-1 text-figure">{port}</p>
      {url.startsWith('http') ? (
        <a href={url} className="figures text-ink-2 text-small underline underline-offset-2">
          {url}
        </a>
      ) : (
        <span className="figures text-ink-2 text-small">{url}</span>
      )}
    </section>
  );
}
