import { TEXT } from './text.ts';
/** Orrery's mark: two orbits, a brass sun, two bodies. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label={TEXT.orrery}>
      <g fill="none" stroke="var(--line-strong)" strokeWidth="1.3">
        <circle cx="16" cy="16" r="13" />
        <circle cx="16" cy="16" r="7.6" />
      </g>
      <circle cx="16" cy="16" r="3.2" fill="var(--brass-line)" />
      <circle cx="25.2" cy="6.8" r="2.6" fill="var(--verdigris)" />
      <circle cx="9.2" cy="19.4" r="1.9" fill="var(--ink)" />
    </svg>
  );
}
