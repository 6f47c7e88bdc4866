import { cpSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import type { Origin } from './origin.ts';

/** What is code by its name; settings may hold secrets. */
const CODE = /\.(py|ipynb|r|jl|lua|sh|[cm]?[jt]sx?)$/i;
const MAX_BYTES = 1 << 20;

/**
 * Keeps what a command runs as it is now, because it may change while the command goes on: the scripts that it names below
 * this folder, and what differs from the commit.
 *
 * @param folder is made where there is something to keep
 * @returns whether there is
 */
export function keepCode(folder: string, command: readonly string[], { diff }: Origin): boolean {
  const scripts = command.filter(isCode).map((name) => relative('.', name));
  if (scripts.length === 0 && diff === null) return false;
  mkdirSync(folder, { recursive: true });
  for (const script of scripts) {
    const to = join(folder, script);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(script, to, { dereference: true });
  }
  if (diff !== null) writeFileSync(join(folder, 'uncommitted.diff'), diff);
  return true;
}

function isCode(name: string): boolean {
  const path = relative('.', name);
  if (!CODE.test(name) || path.startsWith('..') || isAbsolute(path)) return false;
  const found = statSync(name, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size <= MAX_BYTES;
}
