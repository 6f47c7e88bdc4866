/** How much of a whole is used, on a graduated rule. */
export function Gauge({ label, part, whole }: { label: string; part: number; whole: number }) {
  const share = whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
  const percent = Math.round(share * 100);
  const tight = share > 0.9;
  return (
    <div className="px-3 pt-2 pb-1">
      <div className="flex items-baseline justify-between">
        <span className="text-ink-2">{label}</span>
        <span className={`figures text-lead ${tight ? 'text-alarm' : ''}`}>{percent}%</span>
      </div>
      <div
        className="graduated relative mt-1 h-2.5 border-line-strong border-b"
        role="meter"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div
          className="absolute bottom-0 left-0 h-1"
          style={{ width: `${percent}%`, background: tight ? 'var(--alarm)' : 'var(--brass-line)' }}
        />
      </div>
    </div>
  );
}
