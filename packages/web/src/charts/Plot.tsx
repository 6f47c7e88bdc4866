import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useLatest } from '../data/useLatest.ts';

export type PlotOptions = Omit<uPlot.Options, 'width' | 'height'>;

interface PlotProps {
  /** Builds the plot anew when its identity changes; keep it stable. */
  options: PlotOptions;
  data: uPlot.AlignedData;
  /** Draws again with the ranges of the options when its identity changes. */
  view?: unknown;
  height: number;
  label: string;
  /** Called with the part of x that was dragged over, and with null on a double click. */
  onSelect?: (range: [number, number] | null) => void;
  /** The plot takes the focus where there is one. */
  onKeyDown?: (event: KeyboardEvent) => void;
  /** Drawn over the plot, such as a tooltip. */
  children?: ReactNode;
}

/** uPlot in React. New data moves the lines in place; new options build the plot again. */
export function Plot({ options, data, view, height, label, onSelect, onKeyDown, children }: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(data);
  const select = useLatest(onSelect);

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const made = new uPlot(
      { ...options, width: element.clientWidth || 300, height },
      latest.current,
      element,
    );
    plot.current = made;
    // A plot that shares its cursor is told of drags over others: those are theirs to answer.
    let isOwn = false;
    made.over.addEventListener('mousedown', () => {
      isOwn = true;
    });
    made.over.addEventListener('dblclick', () => select.current?.(null));
    made.hooks.setSelect = [
      ...(made.hooks.setSelect ?? []),
      (self: uPlot) => {
        const { left, width } = self.select;
        if (isOwn && width > 2)
          select.current?.([self.posToVal(left, 'x'), self.posToVal(left + width, 'x')]);
        isOwn = false;
        if (width > 0) self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      },
    ];
    const observer = new ResizeObserver(() => {
      const width = element.clientWidth;
      if (width > 0 && width !== made.width) made.setSize({ width, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [options, height, select]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `view` stands for what the options' ranges read
  useEffect(() => {
    latest.current = data;
    plot.current?.setData(data, true);
  }, [data, view]);

  return (
    <div
      className="relative min-w-0"
      style={{ height }}
      role="img"
      aria-label={label}
      {...(onKeyDown && { tabIndex: 0, onKeyDown })}
    >
      <div ref={host} className="absolute inset-0 overflow-hidden" />
      {children}
    </div>
  );
}
