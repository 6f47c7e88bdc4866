import { hostname } from 'node:os';
import type { Study, Trial } from '@orrery/sweeps';
import { isAlive } from '../alive.ts';
import { REASON } from './attributes.ts';

const PID = 'orrery.pid';
const HOST = 'orrery.host';

/** A trial of another machine that gave no sign of life for two minutes has failed. */
export const HEARTBEAT = { interval: 60 };

/** Notes who runs a trial. */
export async function claim(trial: Trial): Promise<void> {
  await Promise.all([trial.setUserAttr(HOST, hostname()), trial.setUserAttr(PID, process.pid)]);
}

/** Trials of this machine whose orchestrator died will not end any more. */
export async function failOrphans(study: Study): Promise<void> {
  for (const { trialId, userAttrs } of await study.trials('RUNNING')) {
    const { [PID]: pid, [HOST]: host } = userAttrs;
    const isHere = host === undefined || host === hostname();
    if (!isHere || typeof pid !== 'number' || pid === process.pid || isAlive(pid)) continue;
    await study.store.setTrialUserAttr(trialId, REASON, 'the process that ran it is gone');
    await study.store.finishTrial(trialId, 'FAIL', null);
  }
}
