import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The Python that has the real MLflow and Optuna; the script `scripts/oracle` installs it. */
export function oraclePython(): string {
  const python =
    process.env.ORRERY_ORACLE_PYTHON ?? join(homedir(), '.cache', 'orrery-dev', 'oracle', 'bin', 'python');
  if (!existsSync(python)) throw new Error(`${python} is missing: run scripts/oracle`);
  return python;
}

/** Runs a Python program that reads JSON from its standard input and writes JSON to its output. */
export function askOracle<T>(program: string, input: unknown = null): T {
  const output = execFileSync(oraclePython(), ['-W', 'ignore', '-c', program], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return JSON.parse(output) as T;
}
