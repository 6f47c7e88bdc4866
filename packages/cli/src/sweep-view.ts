import type { SweepEvent, SweepOutcome } from '@orrery/runner';
import { LiveBlock } from './live-block.ts';
import { bar } from './run-view.ts';
import { table } from './table.ts';

/** Shows a person, or a program, what happens in a sweep. */
export interface SweepView {
  show(event: SweepEvent): void;
  close(outcome: SweepOutcome | null): void;
}

/** A table on a terminal, plain lines elsewhere, JSON lines where they are asked for. */
export function sweepView(json: boolean, output: NodeJS.WriteStream = process.stdout): SweepView {
  if (json) return new JsonView();
  return output.isTTY ? new TerminalView(output) : new PlainView(output);
}

class JsonView implements SweepView {
  show(event: SweepEvent): void {
    console.log(JSON.stringify(event, (_, value) => (Number.isNaN(value) ? 'NaN' : value)));
  }
  close(outcome: SweepOutcome | null): void {
    if (outcome) console.log(JSON.stringify({ kind: 'done', ...outcome }));
  }
}

class PlainView implements SweepView {
  readonly #output: NodeJS.WritableStream;
  readonly #started = Date.now();
  readonly #params = new Map<number, string>();

  constructor(output: NodeJS.WritableStream) {
    this.#output = output;
  }

  show(event: SweepEvent): void {
    if (event.kind === 'begin') this.#params.set(event.number, shown(event.params));
    const text = lineOf(event, event.kind === 'end' ? (this.#params.get(event.number) ?? '') : '');
    const seconds = ((Date.now() - this.#started) / 1000).toFixed(1).padStart(6);
    if (text !== null) this.#output.write(`${seconds}s  ${text}\n`);
  }

  close(outcome: SweepOutcome | null): void {
    if (outcome) this.#output.write(`${summary(outcome)}\n`);
  }
}

interface Running {
  params: Record<string, unknown>;
  step: number | null;
  value: number | null;
  since: number;
}

const MOST_ROWS = 12;
const REDRAW_MS = 100;

/** Trials that have ended stay as lines; beneath them how far it is, the best so far, and what runs. */
class TerminalView implements SweepView {
  readonly #output: NodeJS.WriteStream;
  readonly #block: LiveBlock;
  readonly #running = new Map<number, Running>();
  readonly #clock: NodeJS.Timeout;
  #start: Extract<SweepEvent, { kind: 'start' }> | null = null;
  #done = 0;
  #best: { number: number; value: number } | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(output: NodeJS.WriteStream) {
    this.#output = output;
    this.#block = new LiveBlock(output);
    this.#clock = setInterval(() => this.#draw(), 1000).unref();
  }

  show(event: SweepEvent): void {
    const line = lineOf(
      event,
      event.kind === 'end' ? shown(this.#running.get(event.number)?.params ?? {}) : '',
    );
    this.#note(event);
    if (line !== null) {
      this.#block.clear();
      this.#output.write(`${line}\n`);
    }
    this.#timer ??= setTimeout(() => this.#draw(), line === null ? REDRAW_MS : 0);
  }

  close(outcome: SweepOutcome | null): void {
    clearInterval(this.#clock);
    clearTimeout(this.#timer);
    this.#block.clear();
    if (outcome) this.#output.write(`${summary(outcome)}\n`);
  }

  #note(event: SweepEvent): void {
    if (event.kind === 'start') [this.#start, this.#done, this.#best] = [event, event.done, event.best];
    else if (event.kind === 'begin')
      this.#running.set(event.number, { params: event.params, step: null, value: null, since: Date.now() });
    else if (event.kind === 'report') {
      const running = this.#running.get(event.number);
      if (running) [running.step, running.value] = [event.step, event.value];
    } else if (event.kind === 'end') {
      this.#running.delete(event.number);
      this.#done++;
      const [value, ...more] = event.state === 'COMPLETE' ? (event.values ?? []) : [];
      if (value !== undefined && more.length === 0 && this.#isBetter(value))
        this.#best = { number: event.number, value };
    }
  }

  #isBetter(value: number): boolean {
    if (this.#best === null) return true;
    return this.#start?.directions[0] === 'maximize' ? value > this.#best.value : value < this.#best.value;
  }

  #draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#start) return;
    const { trials, metrics } = this.#start;
    const best =
      this.#best && `, best ${metrics[0]} ${figure(this.#best.value)} of trial ${this.#best.number}`;
    const head = `${bar(Math.min(1, this.#done / trials), 24)} ${this.#done} of ${trials} trials${best ?? ''}`;
    const rows = [...this.#running]
      .slice(0, MOST_ROWS)
      .map(([number, { params, step, value, since }]) => [
        String(number),
        value === null ? '' : figure(value),
        step === null ? '' : String(step),
        `${Math.round((Date.now() - since) / 1000)} s`,
        shown(params),
      ]);
    const names = [
      'TRIAL',
      metrics.length === 1 ? (metrics[0] as string) : 'VALUE',
      'STEP',
      'TIME',
      'PARAMS',
    ];
    this.#block.draw(rows.length === 0 ? [head] : [head, ...table(names, rows).split('\n')]);
  }
}

/** What stays to be read of an event, or null. */
function lineOf(event: SweepEvent, params: string): string | null {
  switch (event.kind) {
    case 'start': {
      const { study, metrics, directions, trials, done } = event;
      const aims = metrics.map((name, index) => `${directions[index]} ${name}`).join(', ');
      return `${study}: ${aims}, ${trials} trials${done > 0 ? `, ${done} of them done before` : ''}`;
    }
    case 'end': {
      const { number, state, values, reason, seconds } = event;
      const said = values ? values.map(figure).join(', ') : reason;
      return `trial ${number} ${state} ${said ?? ''}  ${params}  ${seconds.toFixed(1)} s`;
    }
    case 'line':
      return event.text;
    default:
      return null;
  }
}

function summary({ study, counts, best }: SweepOutcome): string {
  const { COMPLETE, PRUNED, FAIL } = counts;
  const found = best ? `\nbest ${figure(best.value)} of trial ${best.number}: ${shown(best.params)}` : '';
  return `${study}: ${COMPLETE} complete, ${PRUNED} pruned, ${FAIL} failed${found}`;
}

function shown(params: Record<string, unknown>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${typeof value === 'number' ? figure(value) : value}`)
    .join(' ');
}

function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}
