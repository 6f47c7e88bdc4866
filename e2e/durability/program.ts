import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Orrery } from '../orrery.ts';

/** The server as a process of its own, whose end is nobody's order. */
export class Program {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  output = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#exited = once(child, 'exit');
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data) => {
        this.output += data;
      });
  }

  /** @throws Error with the server's output where it does not start */
  static async start(orrery: Orrery): Promise<Program> {
    const program = new Program(orrery.spawn('server'));
    // The study storage is the last of the doors.
    while (!program.output.includes('study storage')) {
      if (program.#child.exitCode !== null) throw new Error(`The server did not start:\n${program.output}`);
      await sleep(5);
    }
    return program;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    this.#child.kill(signal);
    await this.#exited;
  }
}
