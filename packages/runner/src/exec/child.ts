import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Exit } from '../executors/executor.ts';

export interface Child {
  /** Whether something that the command started still holds its output stands with how it ended. */
  exited: Promise<Exit & { isHeld: boolean }>;
  /** The process group of the command and of all that it started; undefined where it did not start. */
  group: number | undefined;
  /** To the command and all that it started. */
  signal(name: NodeJS.Signals): void;
}

/** What is looked at of one line; a progress bar may never end its own. */
const MAX_LINE = 16 * 1024;
/** How long output may be silent after the command's end until it is taken to be held by something else. */
const SILENT_MS = 1000;

export interface ChildOptions {
  environment: Record<string, string>;
  log: Writable;
  /** Whether its output goes to the log only, and it is given no input. */
  quiet?: boolean;
  /** Called for each line of its standard output and error; the newline is cut off. */
  onLine(line: string): void;
}

/**
 * Starts a command whose output goes on to ours as it comes, and to a log. Where nobody reads ours any more, the
 * command meets that as it would without us.
 */
export function startChild(
  command: string[],
  { environment, log, quiet = false, onLine }: ChildOptions,
): Child {
  const child = spawn(command[0] as string, command.slice(1), {
    env: { ...process.env, ...environment },
    stdio: [quiet ? 'ignore' : 'inherit', 'pipe', 'pipe'],
    detached: true,
  }) as ChildProcessByStdio<null, Readable, Readable>;
  const outputs = [child.stdout, child.stderr];
  passOn(child.stdout, quiet ? [log] : [process.stdout, log], onLine);
  passOn(child.stderr, quiet ? [log] : [process.stderr, log], onLine);
  const exited = new Promise<Exit & { isHeld: boolean }>((resolve) => {
    let isHeld = false;
    child.once('error', (error) => resolve({ code: null, signal: null, error: error.message, isHeld }));
    child.once('exit', () => {
      const timer = whenSilent(outputs, () => {
        isHeld = true;
        for (const output of outputs) output.destroy();
      });
      child.once('close', () => clearInterval(timer));
    });
    child.once('close', (code, signal) => resolve({ code, signal, isHeld }));
  });
  return {
    exited,
    group: child.pid,
    signal(name) {
      try {
        if (child.pid) process.kill(-child.pid, name);
      } catch {
        // The group is gone already.
      }
    },
  };
}

function passOn(from: Readable, to: [Writable, ...Writable[]], onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  to[0].once('error', () => from.destroy());
  from.on('data', (data: Buffer) => {
    const full = to.filter((target) => target.writable && !target.write(data));
    if (full.length > 0) {
      from.pause();
      void Promise.all(full.map(drained)).then(() => from.resume());
    }
    const lines = (rest + decoder.write(data)).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? '').slice(-MAX_LINE);
    for (const line of lines) onLine(line.slice(0, MAX_LINE));
  });
  from.once('end', () => {
    if (rest !== '') onLine(rest);
  });
}

/** Resolves when a stream takes more, or never will. */
function drained(target: Writable): Promise<void> {
  const events = ['drain', 'error', 'close'];
  return new Promise((resolve) => {
    const done = () => {
      for (const event of events) target.off(event, done);
      resolve();
    };
    for (const event of events) target.on(event, done);
  });
}

function whenSilent(outputs: Readable[], then: () => void): NodeJS.Timeout {
  let heard = true;
  for (const output of outputs) output.on('data', () => (heard = true));
  return setInterval(() => {
    if (!heard && !outputs.some((output) => output.isPaused())) then();
    heard = false;
  }, SILENT_MS);
}
