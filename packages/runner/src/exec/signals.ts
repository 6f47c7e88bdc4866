import type { Child } from './child.ts';

const FORWARDED: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Passes signals on to a command, and ends it where it does not end by itself in time. */
export class SignalForwarder {
  readonly #graceMs: number;
  readonly #say: (message: string) => void;
  readonly #forward = (name: NodeJS.Signals) => this.#take(name);
  #child: Pick<Child, 'signal'> | null = null;
  #received: NodeJS.Signals | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** Signals that come before there is a command are kept for it. */
  constructor(graceMs: number, say: (message: string) => void) {
    this.#graceMs = graceMs;
    this.#say = say;
    for (const name of FORWARDED) process.on(name, this.#forward);
  }

  /** The signal that asked for the end, if one did. */
  get received(): NodeJS.Signals | null {
    return this.#received;
  }

  attach(child: Pick<Child, 'signal'>): void {
    this.#child = child;
    if (this.#received) this.#take(this.#received);
  }

  /** Where the command was asked to end, nothing that it started stays. */
  ended(): void {
    clearTimeout(this.#timer);
    if (this.#received) this.#child?.signal('SIGKILL');
    this.#child = null;
  }

  close(): void {
    for (const name of FORWARDED) process.off(name, this.#forward);
  }

  #take(name: NodeJS.Signals): void {
    this.#received ??= name;
    if (!this.#child) return;
    this.#child.signal(name);
    this.#timer ??= setTimeout(() => {
      this.#say(`the command goes on ${this.#graceMs / 1000} s after ${this.#received}, and is killed`);
      this.#child?.signal('SIGKILL');
    }, this.#graceMs);
  }
}
