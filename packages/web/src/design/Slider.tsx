import { Slider as Radix } from 'radix-ui';
import { cx } from './cx.ts';

interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** Of the value beside it, after the point. */
  digits?: number;
  /** Half as long, and without the value beside it. */
  short?: boolean;
  onChange: (value: number) => void;
}

/** A quantity on a graduated rule, its value beside it. */
export function Slider({ label, value, min, max, step, digits = 2, short = false, onChange }: SliderProps) {
  return (
    <span className="inline-flex h-7 items-center gap-2 text-ink-2 text-small">
      {label}
      <Radix.Root
        value={[value]}
        min={min}
        max={max}
        step={step}
        onValueChange={([next]) => next !== undefined && onChange(next)}
        className={cx('relative flex h-5 touch-none select-none items-center', short ? 'w-14' : 'w-28')}
      >
        <Radix.Track className="relative h-1.5 grow [background:repeating-linear-gradient(to_right,var(--line-strong)_0_1px,transparent_1px_8px)_bottom/100%_6px_no-repeat]">
          <Radix.Range className="absolute -bottom-px h-0.5 bg-brass-line" />
        </Radix.Track>
        <Radix.Thumb
          aria-label={label}
          className="block h-4 w-2 rounded-xs border border-ink bg-panel shadow-sm"
        />
      </Radix.Root>
      {!short && <span className="figures w-8 text-ink">{value.toFixed(digits)}</span>}
    </span>
  );
}
