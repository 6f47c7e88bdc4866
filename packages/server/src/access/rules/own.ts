import {
  type Action,
  createNeed,
  isConfined,
  type Need,
  runNeed,
  searchRunsNeed,
  studyNeed,
} from '@orrery/access';
import { ANYBODY, CALLER, needs, type Question, type Rule, type Rules } from '../rule.ts';

const study = (action: Action, more: Partial<Rule> = {}): Rule =>
  needs(({ asked }) => [studyNeed(Number(asked.name('study_id')), action)], more);

const workbench = (action: Action, more: Partial<Rule> = {}): Rule =>
  needs((): Need[] => [{ requirements: [{ type: 'workbench', id: '*', action }], action }], more);

/** Many runs; those that are missing are none that one could not see. */
const runs = (action: Action, more: Partial<Rule> = {}): Rule =>
  needs(async ({ asked, resources }) => {
    const places = await Promise.all(asked.list('run_ids').map((id) => resources.run(String(id))));
    return places.filter((place) => place !== null).map((place) => runNeed(place, action));
  }, more);

const readRun: Rule = needs(async ({ asked, resources }) => {
  const place = await resources.run(asked.name('run_id'));
  return place && [runNeed(place, 'read')];
});

const ofExperiment: Rule = needs(({ asked }) => [searchRunsNeed(asked.name('experiment_id'))]);

/** Not for tokens of some experiments or of a run: it tells of all there is. */
const whole: Rule = { who: 'caller', holds: ({ caller }) => !isConfined(caller) };

/** Who made a study manages it; its number may have been another's, whose grants are not this one's. */
export async function studyMade({ access, caller }: Pick<Question, 'access' | 'caller'>, studyId: number) {
  await access.grants.forget(['study'], String(studyId));
  await access.grants.set(caller.user.username, 'study', String(studyId), 'MANAGE');
}

const EXPERIMENT = '/api/tracking/experiments/:experiment_id';
const STUDY = '/api/sweeps/studies/:study_id';
const TRIAL = `${STUDY}/trials/:number`;
const ORCHESTRATION = '/api/workbench/orchestrations/:id';

/** Orrery's own doors. */
export const OWN_RULES: Rules = {
  'GET /health': ANYBODY,
  'GET /version': CALLER,
  'GET /server-info': ANYBODY,
  'GET /assets/*': ANYBODY,
  'GET /orrery.svg': ANYBODY,
  '* /api/openapi.json': CALLER,
  'GET /api/openapi.json': whole,
  'GET /api/services': whole,
  'GET /metrics': whole,
  'GET /api/live': CALLER,

  'POST /api/tracking/runs': runs('read'),
  'GET /api/tracking/experiments': CALLER,
  'POST /api/tracking/series': runs('read'),
  'POST /api/tracking/images': runs('read'),
  'POST /api/tracking/runs/delete': runs('delete', { isAudited: true }),
  'POST /api/tracking/runs/restore': runs('delete', { isAudited: true }),
  'POST /api/tracking/runs/tag': runs('update'),
  [`POST ${EXPERIMENT}/rows`]: ofExperiment,
  [`POST ${EXPERIMENT}/ids`]: ofExperiment,
  [`GET ${EXPERIMENT}/keys`]: ofExperiment,
  [`GET ${EXPERIMENT}/values`]: ofExperiment,
  [`GET ${EXPERIMENT}/runs.csv`]: ofExperiment,
  [`POST ${EXPERIMENT}/best`]: ofExperiment,
  [`POST ${EXPERIMENT}/points`]: ofExperiment,
  [`GET ${EXPERIMENT}/importance`]: ofExperiment,
  [`GET ${EXPERIMENT}/results`]: ofExperiment,

  'GET /api/sweeps/studies': CALLER,
  // One that is there already is gone on with.
  'POST /api/sweeps/studies': needs(
    async ({ asked, resources }) => {
      const known = await resources.studyByName(String(asked.optional('name') ?? ''));
      return [known === null ? createNeed('study') : studyNeed(known, 'update')];
    },
    {
      after: async ({ answer, status, ...who }) => {
        const { study_id } = answer.study as { study_id: number };
        if (status === 201) await studyMade(who, study_id);
      },
    },
  ),
  [`GET ${STUDY}`]: study('read'),
  [`PATCH ${STUDY}`]: study('update'),
  [`DELETE ${STUDY}`]: study('delete', {
    after: async ({ access, asked }) =>
      access.grants.forget(['study'], String(Number(asked.name('study_id')))),
    isAudited: true,
  }),
  [`POST ${STUDY}/stop`]: study('update'),
  [`POST ${STUDY}/resume`]: study('update'),
  [`PUT ${STUDY}/note`]: study('update'),
  [`GET ${STUDY}/columns`]: study('read'),
  [`GET ${STUDY}/importance`]: study('read'),
  [`GET ${STUDY}/hypervolume`]: study('read'),
  [`GET ${STUDY}/terminator`]: study('read'),
  [`GET ${STUDY}/terminator/history`]: study('read'),
  [`GET ${STUDY}/trials`]: study('read'),
  [`GET ${STUDY}/best`]: study('read'),
  [`GET ${STUDY}/export`]: study('read'),
  [`POST ${STUDY}/ask`]: study('update'),
  [`POST ${STUDY}/enqueue`]: study('update'),
  [`GET ${TRIAL}`]: study('read'),
  [`PATCH ${TRIAL}`]: study('update'),
  [`POST ${TRIAL}/suggest`]: study('update'),
  [`POST ${TRIAL}/report`]: study('update'),
  [`GET ${TRIAL}/should_prune`]: study('read'),
  [`POST ${TRIAL}/tell`]: study('update'),

  'GET /api/workbench/catalog': workbench('read'),
  'POST /api/workbench/catalog/check': workbench('manage'),
  'POST /api/workbench/catalog/datasets': workbench('manage', { isAudited: true }),
  'POST /api/workbench/catalog/models': workbench('manage', { isAudited: true }),
  'POST /api/workbench/doctor': workbench('manage'),
  'POST /api/workbench/manifests/check': workbench('read'),
  'GET /api/workbench/orchestrations': workbench('read'),
  'POST /api/workbench/orchestrations': workbench('manage', { isAudited: true }),
  [`GET ${ORCHESTRATION}`]: workbench('read'),
  [`GET ${ORCHESTRATION}/manifest`]: workbench('read'),
  [`GET ${ORCHESTRATION}/events`]: workbench('read'),
  [`POST ${ORCHESTRATION}/cancel`]: workbench('manage', { isAudited: true }),
  [`POST ${ORCHESTRATION}/retry`]: workbench('manage', { isAudited: true }),
  'GET /api/workbench/runs/:run_id/log': readRun,
  'GET /api/workbench/runs/:run_id/log/stream': readRun,

  '* /api/workbench/*': CALLER,
  '* /api/sweeps/*': CALLER,
  '* /api/tracking/*': CALLER,
};
