/** What was measured with so many rows. */
export interface Stage {
  title: string;
  /** In seconds. */
  coldStart: number;
  /** In megabytes. */
  memory: number;
  /** Answers a second of each operation. */
  rates: Record<string, number>;
  /** Of log-metric on 8 connections, in milliseconds. */
  alone: { p50: number; p99: number };
  /** The same while long searches run. */
  besides: { p50: number; p99: number };
}

const [WIDTH, HEIGHT] = [960, 560];
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 300, 24, 48];

/** An SVG: a line for each operation, answers a second on a logarithmic axis, a column for each stage. */
export function plot(stages: Stage[]): string {
  const names = Object.keys(stages[0]?.rates ?? {});
  const all = stages.flatMap(({ rates }) => Object.values(rates));
  const [low, high] = [Math.floor(Math.log10(Math.min(...all))), Math.ceil(Math.log10(Math.max(...all)))];
  const x = (stage: number) => LEFT + (stage * (WIDTH - LEFT - RIGHT)) / Math.max(1, stages.length - 1);
  const y = (rate: number) => TOP + ((high - Math.log10(rate)) * (HEIGHT - TOP - BOTTOM)) / (high - low);
  const powers = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  const last = stages.at(-1)?.rates ?? {};
  const labels = spread(names.map((name) => y(last[name] as number)));
  const parts = [
    ...powers.map(
      (power) =>
        `<path d="M${LEFT} ${y(power)}H${WIDTH - RIGHT}" stroke="#ddd"/>` +
        `<text x="${LEFT - 8}" y="${y(power) + 4}" text-anchor="end">${power.toLocaleString('en')}</text>`,
    ),
    ...stages.map(
      ({ title }, index) => `<text x="${x(index)}" y="${HEIGHT - 18}" text-anchor="middle">${title}</text>`,
    ),
    ...names.map((name, index) => {
      const colour = `hsl(${Math.round((index * 360) / names.length)} 65% 42%)`;
      const points = stages.map(({ rates }, stage) => `${x(stage)},${y(rates[name] as number).toFixed(1)}`);
      const end = y(last[name] as number);
      return (
        `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>` +
        `<path d="M${WIDTH - RIGHT} ${end}L${WIDTH - RIGHT + 16} ${labels[index]}" stroke="${colour}"/>` +
        `<text x="${WIDTH - RIGHT + 20}" y="${(labels[index] as number) + 4}" fill="${colour}">${name}</text>`
      );
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
<title>Answers a second of each operation as the database grows</title>
<rect width="100%" height="100%" fill="#fff"/>
${parts.join('\n')}
</svg>
`;
}

/** Moves labels apart that would lie on each other. */
function spread(places: number[]): number[] {
  const order = places.map((_, index) => index).sort((a, b) => (places[a] as number) - (places[b] as number));
  const moved = [...places];
  order.forEach((index, rank) => {
    const before = order[rank - 1];
    if (before !== undefined)
      moved[index] = Math.max(places[index] as number, (moved[before] as number) + 15);
  });
  return moved;
}
