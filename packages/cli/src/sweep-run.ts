import { resolve } from 'node:path';
import { TrackingClient } from '@orrery/client';
import { loadSweep, replaySpool, runCommandSweep, type SweepOutcome, sourceOf } from '@orrery/runner';
import { readEnvironment, serverConfig, trackingUrl } from '@orrery/server';
import { openStudyStore } from '@orrery/sweeps';
import { untilInterrupted } from './interrupt.ts';
import { sweepView } from './sweep-view.ts';

export interface RunFlags {
  nTrials?: string;
  timeout?: string;
  parallel?: string;
  json?: boolean;
  dryRun?: boolean;
}

/** `orrery sweep run`: exits with 1 where no trial is complete, with 130 where it was interrupted. */
export async function runSweepCommand(file: string, command: string[], flags: RunFlags): Promise<void> {
  const env = readEnvironment();
  const config = serverConfig({}, env);
  const path = resolve(file);
  const spec = loadSweep(path, command);
  if (flags.nTrials !== undefined) spec.n_trials = Number(flags.nTrials);
  if (flags.timeout !== undefined) spec.timeout = Number(flags.timeout);
  if (flags.parallel !== undefined) spec.parallel = Number(flags.parallel);
  if (flags.dryRun) return console.log(JSON.stringify(spec, null, 2));

  const client = new TrackingClient(trackingUrl(config));
  const store = await openStudyStore(config.studyDatabase);
  const view = sweepView(flags.json === true);
  const line = (text: string) => view.show({ kind: 'line', text });
  let outcome: SweepOutcome | null = null;
  try {
    const context = {
      client,
      storeDir: config.storeDir,
      store,
      source: sourceOf(path),
      show: view.show.bind(view),
      cancelled: untilInterrupted(line),
    };
    outcome = await runCommandSweep(context, spec);
    await replaySpool(config.storeDir, client.uri, line);
  } finally {
    view.close(outcome);
    await store.close();
  }
  process.exitCode = process.exitCode ?? (outcome.counts.COMPLETE > 0 ? 0 : 1);
}
