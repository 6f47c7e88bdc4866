import type { Check } from '../../data/manifests.ts';
import { TEXT } from './text.ts';

/** All that the server finds wrong, at once; or that nothing is. */
export function Problems({ check, error }: { check: Check | undefined; error: Error | null }) {
  if (error) return <p className="border-alarm border-t-2 bg-alarm-wash px-3 py-2">{error.message}</p>;
  if (!check) return null;
  if (check.problems.length === 0) {
    return (
      <div className="border-verdigris border-t-2 bg-verdigris-wash px-3 py-1.5">
        <p>{TEXT.readyRun}</p>
        {check.notes.map(({ line, message }) => (
          <p key={`${line} ${message}`} className="text-ink-2 text-small">
            {line !== undefined && TEXT.line(line)}
            {message}
          </p>
        ))}
      </div>
    );
  }
  return (
    <div
      role="alert"
      className="max-h-[40%] shrink-0 overflow-y-auto border-alarm border-t-2 bg-alarm-wash py-1.5"
    >
      <ul>
        {check.problems.map(({ file, line, message }) => (
          <li key={`${file} ${line} ${message}`} className="flex gap-3 px-3 py-0.5">
            <span className="figures w-8 shrink-0 text-right text-small text-ink-2">{line ?? ''}</span>
            <span className="min-w-0 [overflow-wrap:anywhere]">{message}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
