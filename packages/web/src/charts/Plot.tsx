import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';

export type PlotOptions = Omit<uPlot.Options, 'width' | 'height'>;

interface PlotProps {
  /** Builds the plot anew when its identity changes; keep it stable. */
  options: PlotOptions;
  data: uPlot.AlignedData;
  height: number;
  label: string;
  /** Drawn over the plot, such as a tooltip. */
  children?: ReactNode;
}

/**
 * uPlot in React. New data moves the lines in place and keeps a zoom the reader made
 * (drag to zoom, double click to see all); new options build the plot again.
 */
export function Plot({ options, data, height, label, children }: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const zoomed = useRef(false);
  const latest = useRef(data);

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    zoomed.current = false;
    const made = new uPlot(
      { ...options, width: element.clientWidth || 300, height },
      latest.current,
      element,
    );
    plot.current = made;
    made.over.addEventListener('dblclick', () => {
      zoomed.current = false;
    });
    const onSelect = (self: uPlot) => {
      if (self.select.width > 0) zoomed.current = true;
    };
    made.hooks.setSelect = [...(made.hooks.setSelect ?? []), onSelect];
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
  }, [options, height]);

  useEffect(() => {
    if (latest.current === data) return;
    latest.current = data;
    plot.current?.setData(data, !zoomed.current);
    if (zoomed.current) plot.current?.redraw();
  }, [data]);

  return (
    <div className="relative min-w-0" style={{ height }} role="img" aria-label={label}>
      <div ref={host} className="absolute inset-0 overflow-hidden" />
      {children}
    </div>
  );
}
