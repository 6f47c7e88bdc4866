import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { optunaPython } from '../../../../scripts/optuna.ts';

/** Runs one of the Python programs beside this file against the study storage on `port`; gives what it prints. */
export async function runPython(
  port: number,
  version: string,
  program: string,
  ...args: string[]
): Promise<string> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  return runOptuna(port, version, path, ...args);
}

/** As `python ARGS`, with the Optuna of a version. */
export async function runOptuna(port: number, version: string, ...args: string[]): Promise<string> {
  const settings = { STORAGE_PORT: String(port), PYTHONWARNINGS: 'ignore', PYTHONDONTWRITEBYTECODE: '1' };
  const options = { env: { ...process.env, ...settings }, maxBuffer: 1 << 26 };
  try {
    return (await promisify(execFile)(optunaPython(version), args, options)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${stdout}\n${stderr}`);
  }
}
