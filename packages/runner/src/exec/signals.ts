import type { RunStatus } from '@orrery/core';
import type { Child } from './child.ts';

/** Why a command was ended, and as what its run is closed. */
export interface Stopped {
  status: RunStatus;
  reason: string;
}

/** Ends a command: asks it with a signal, and kills it where it does not end by itself in time. */
export class CommandStop {
  readonly #graceMs: number;
  readonly #say: (message: string) => void;
  #child: Pick<Child, 'signal'> | null = null;
  #stopped: (Stopped & { signal: NodeJS.Signals }) | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(graceMs: number, say: (message: string) => void) {
    this.#graceMs = graceMs;
    this.#say = say;
  }

  /** What the first to end it said, or null where nobody did. */
  get stopped(): Stopped | null {
    return this.#stopped;
  }

  /** Signals that come before there is a command are kept for it. */
  attach(child: Pick<Child, 'signal'>): void {
    this.#child = child;
    if (this.#stopped) this.stop(this.#stopped.signal, this.#stopped);
  }

  stop(signal: NodeJS.Signals, { status, reason }: Stopped): void {
    this.#stopped ??= { signal, status, reason };
    if (!this.#child) return;
    this.#child.signal(signal);
    this.#timer ??= setTimeout(() => {
      this.#say(
        `the command goes on ${this.#graceMs / 1000} s after ${this.#stopped?.signal}, and is killed`,
      );
      this.#child?.signal('SIGKILL');
    }, this.#graceMs);
  }

  /** Where the command was asked to end, nothing that it started stays. */
  ended(): void {
    clearTimeout(this.#timer);
    if (this.#stopped) this.#child?.signal('SIGKILL');
    this.#child = null;
  }
}

const FORWARDED: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Passes the signals of this process on to a command. */
export class SignalForwarder extends CommandStop {
  readonly #forward = (name: NodeJS.Signals) =>
    this.stop(name, { status: 'KILLED', reason: `ended by ${name}` });

  constructor(graceMs: number, say: (message: string) => void) {
    super(graceMs, say);
    for (const name of FORWARDED) process.on(name, this.#forward);
  }

  close(): void {
    for (const name of FORWARDED) process.off(name, this.#forward);
  }
}
