import type { JobRecord, OrchestrationEvent, OrchestrationState } from '@orrery/runner';
import { LiveBlock } from './live-block.ts';

/** Shows a person, or a program, what happens in an orchestration. */
export interface RunView {
  readonly json: boolean;
  show(event: OrchestrationEvent): void;
  close(state: OrchestrationState): void;
}

/** Bars on a terminal, plain lines elsewhere, JSON lines where they are asked for. */
export function runView(json: boolean, output: NodeJS.WriteStream = process.stdout): RunView {
  if (json) return new JsonView();
  return output.isTTY ? new TerminalView(output) : new PlainView(output);
}

class JsonView implements RunView {
  readonly json = true;
  show(event: OrchestrationEvent): void {
    console.log(JSON.stringify(event));
  }
  close(): void {}
}

class PlainView implements RunView {
  readonly json = false;
  readonly #started = Date.now();
  readonly #output: NodeJS.WritableStream;

  constructor(output: NodeJS.WritableStream) {
    this.#output = output;
  }

  show(event: OrchestrationEvent): void {
    if (event.kind === 'line') this.#output.write(lineOf(event.text, event.time_ms - this.#started));
  }
  close(): void {}
}

/** How many running jobs have a bar of their own. */
const MOST_BARS = 8;
const REDRAW_MS = 100;

/** Lines that stay, and beneath them a bar for all and one for each job that runs. */
class TerminalView implements RunView {
  readonly json = false;
  readonly #started = Date.now();
  readonly #output: NodeJS.WriteStream;
  readonly #jobs = new Map<string, JobRecord>();
  readonly #clock: NodeJS.Timeout;
  readonly #block: LiveBlock;
  #timer: NodeJS.Timeout | undefined;

  constructor(output: NodeJS.WriteStream) {
    this.#output = output;
    this.#block = new LiveBlock(output);
    this.#clock = setInterval(() => this.#redraw(), 1000);
    this.#clock.unref();
  }

  show(event: OrchestrationEvent): void {
    if (event.kind === 'job') this.#jobs.set(event.job.key, event.job);
    if (event.kind === 'line') {
      this.#block.clear();
      this.#output.write(lineOf(event.text, event.time_ms - this.#started));
      this.#draw();
    } else this.#timer ??= setTimeout(() => this.#redraw(), REDRAW_MS);
  }

  close(): void {
    clearInterval(this.#clock);
    clearTimeout(this.#timer);
    this.#block.clear();
  }

  #redraw(): void {
    this.#timer = undefined;
    this.#draw();
  }

  #draw(): void {
    const jobs = [...this.#jobs.values()];
    if (jobs.length === 0) return;
    const running = jobs.filter(({ status }) => status === 'RUNNING');
    const done = jobs.filter(({ status }) => status !== 'RUNNING' && status !== 'QUEUED').length;
    const share = jobs.reduce((sum, job) => sum + progress(job), 0) / jobs.length;
    const seconds = Math.round((Date.now() - this.#started) / 1000);
    const lines = [
      `${bar(share, 24)} ${done} of ${jobs.length} done, ${running.length} running, ${seconds} s`,
    ];
    const width = Math.max(...running.map(({ name }) => name.length), 0);
    for (const job of running.slice(0, MOST_BARS)) lines.push(describe(job, width));
    if (running.length > MOST_BARS) lines.push(`  and ${running.length - MOST_BARS} more`);
    this.#block.draw(lines);
  }
}

function describe(job: JobRecord, width: number): string {
  const { name, step, steps, value, metric, trials, kind } = job;
  const of = steps === null ? `${step}` : `${step}/${steps}`;
  const figure = value === null ? '' : `  ${metric} ${value.toPrecision(4)}`;
  const more = kind === 'sweep' && trials ? ` trials, ${trials.running} running` : '';
  return `  ${name.padEnd(width)}  ${steps === null ? ' '.repeat(16) : bar(progress(job), 16)} ${of}${more}${figure}`;
}

/** From 0 to 1. */
function progress({ status, step, steps }: JobRecord): number {
  if (status === 'QUEUED') return 0;
  if (status !== 'RUNNING') return 1;
  return steps ? Math.min(1, step / steps) : 0;
}

export function bar(share: number, width: number): string {
  const eighths = Math.round(share * width * 8);
  const part = eighths % 8 > 0 ? ' ▏▎▍▌▋▊▉'[eighths % 8] : '';
  return `${'█'.repeat(Math.floor(eighths / 8))}${part}`.padEnd(width, '·');
}

function lineOf(text: string, ms: number): string {
  return `${(ms / 1000).toFixed(1).padStart(6)}s  ${text}\n`;
}
