import type { Metric, Registry } from 'prom-client';
import { BOUNDS, type Calls } from './calls.ts';

interface Sample {
  metricName: string;
  labels: Record<string, string | number>;
  value: number;
}

/** Shows calls as a histogram; prom-client's own would look up its labels at each call. */
export function addHistogram(register: Registry, name: string, help: string, calls: Calls): void {
  const histogram = {
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    get: async () => ({ name, help, type: 'histogram', aggregator: 'sum', values: samples(name, calls) }),
    reset: () => {},
  };
  register.registerMetric(histogram as unknown as Metric);
}

function samples(name: string, calls: Calls): Sample[] {
  const found: Sample[] = [];
  for (const { values, count, sum, within } of calls.all()) {
    const labels = Object.fromEntries(calls.labels.map((label, index) => [label, values[index] as string]));
    let below = 0;
    for (const [index, le] of BOUNDS.entries()) {
      below += within[index] as number;
      found.push({ metricName: `${name}_bucket`, labels: { ...labels, le }, value: below });
    }
    found.push({ metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: count });
    found.push({ metricName: `${name}_sum`, labels, value: sum });
    found.push({ metricName: `${name}_count`, labels, value: count });
  }
  return found;
}
