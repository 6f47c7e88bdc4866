/** What the colours of a ramp say. */
export function RampKey({ low = 'worst', high = 'best' }: { low?: string; high?: string }) {
  return (
    <span className="flex items-center gap-1.5 text-ink-2 text-small">
      {low}
      <span
        aria-hidden="true"
        className="h-1.5 w-16 [background:linear-gradient(to_right,var(--line-strong),var(--verdigris),var(--brass-line))]"
      />
      {high}
    </span>
  );
}
