import { readFileSync } from 'node:fs';
import { Door } from '../durability/door.ts';
import { Program } from '../durability/program.ts';
import { Orrery } from '../orrery.ts';

export const API = '/api/2.0/mlflow';
/** What a server may take however much it is asked for, in megabytes. */
export const MOST_MEMORY_MB = 600;

/** A server with a run to log to. */
export class Loaded {
  readonly orrery: Orrery;
  readonly program: Program;
  readonly door: Door;
  readonly run: string;

  private constructor(orrery: Orrery, program: Program, door: Door, run: string) {
    this.orrery = orrery;
    this.program = program;
    this.door = door;
    this.run = run;
  }

  static async start(): Promise<Loaded> {
    const orrery = await Orrery.make();
    const program = await Program.start(orrery);
    const door = new Door(orrery.url);
    const { run } = await door.post(`${API}/runs/create`, { experiment_id: '0' });
    return new Loaded(orrery, program, door, run.info.run_id);
  }

  get port(): number {
    return this.orrery.ports[0] as number;
  }

  /** The most memory that the server ever had, in megabytes. */
  get peak(): number {
    const status = readFileSync(`/proc/${this.program.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1000;
  }

  metric(step: number) {
    return { run_id: this.run, key: 'loss', value: step, timestamp: step, step };
  }

  async stop(): Promise<void> {
    this.door.close();
    await this.program.kill('SIGTERM');
    await this.orrery.remove();
  }
}

/** A request as it goes over a connection. */
export function requestText(path: string, body: object): string {
  const text = JSON.stringify(body);
  return `POST ${API}${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
}
