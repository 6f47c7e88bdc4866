import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { METHODS, messageType } from '../../src/optuna/messages.ts';
import { removeFolder, startOrrery, type TestServer } from '../servers.ts';
import { ADMIN_PASSWORD, basic, guardedPlace } from './guarded.ts';

const PASSWORD = 'a password for all';
/** A list is for all who say who they are; it shows each what is its own. */
const LEVELS = ['listed', 'signed in', 'read', 'edit', 'manage'] as const;
type Level = (typeof LEVELS)[number];
type Subject = { study: number; name: string; trial: number };

/** Who calls, and up to which level it is let in; null for who is let in nowhere. */
const CALLERS: Record<string, Level | null> = {
  admin: 'manage',
  manage: 'manage',
  edit: 'edit',
  read: 'read',
  none: 'signed in',
  denied: 'signed in',
  'token of a project': 'listed',
  run: 'listed',
  'wrong password': null,
  nobody: null,
};
const GRANTS = { read: 'READ', edit: 'EDIT', manage: 'MANAGE', denied: 'MANAGE' };

const ofStudy = ({ study }: Subject) => ({ study_id: study });
const ofTrial = ({ trial }: Subject) => ({ trial_id: trial });
const json = { key: 'key', value: '1' };
const FLOAT =
  '{"name": "FloatDistribution", "attributes": {"step": null, "low": 0, "high": 1, "log": false}}';

/** Each method of the service: what it needs, and a call of it. */
const EXPECTED: Record<string, [Level, (subject: Subject) => object]> = {
  CreateNewStudy: ['signed in', ({ name }) => ({ directions: [0], study_name: `${name} again` })],
  GetAllStudies: ['listed', () => ({})],
  GetStudyIdFromName: ['read', ({ name }) => ({ study_name: name })],
  GetStudyNameFromId: ['read', ofStudy],
  GetStudyDirections: ['read', ofStudy],
  GetStudyUserAttributes: ['read', ofStudy],
  GetStudySystemAttributes: ['read', ofStudy],
  GetTrial: ['read', ofTrial],
  GetTrials: ['read', ofStudy],
  GetTrialIdFromStudyIdTrialNumber: ['read', (subject) => ({ ...ofStudy(subject), trial_number: 0 })],
  SetStudyUserAttribute: ['edit', (subject) => ({ ...ofStudy(subject), ...json })],
  SetStudySystemAttribute: ['edit', (subject) => ({ ...ofStudy(subject), ...json })],
  CreateNewTrial: ['edit', (subject) => ({ ...ofStudy(subject), template_trial_is_none: true })],
  SetTrialParameter: [
    'edit',
    (subject) => ({
      ...ofTrial(subject),
      param_name: 'x',
      param_value_internal: 0.5,
      distribution: FLOAT,
    }),
  ],
  SetTrialIntermediateValue: ['edit', (subject) => ({ ...ofTrial(subject), step: 1, intermediate_value: 1 })],
  SetTrialUserAttribute: ['edit', (subject) => ({ ...ofTrial(subject), ...json })],
  SetTrialSystemAttribute: ['edit', (subject) => ({ ...ofTrial(subject), ...json })],
  SetTrialStateValues: ['edit', (subject) => ({ ...ofTrial(subject), state: 1, values: [1] })],
  DeleteStudy: ['manage', ofStudy],
};

describe("who may use which method of Optuna's storage", () => {
  let place: ReturnType<typeof guardedPlace>;
  let server: TestServer;
  let client: Client;
  const headers: Record<string, string | null> = {};
  const admin = basic('admin', ADMIN_PASSWORD);

  const make = async <T>(path: string, body: object): Promise<T> => {
    const answer = await fetch(server.url + path, {
      method: 'POST',
      headers: { ...admin, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `${path}: ${await answer.clone().text()}`);
    return (await answer.json()) as T;
  };
  /** Resolves to the reply, or to the name of the status that the call ended with. */
  const call = (method: string, request: object, authorization: string | null) => {
    const { requestType, responseType } = METHODS[method] as (typeof METHODS)[string];
    const metadata = new Metadata();
    if (authorization) metadata.set('authorization', authorization);
    return new Promise<object | string>((resolve) => {
      client.makeUnaryRequest(
        `/optuna.StorageService/${method}`,
        (message: object) => Buffer.from(messageType(requestType).encode(message).finish()),
        (bytes: Buffer) => messageType(responseType).decode(bytes),
        request,
        metadata,
        (error: ServiceError | null, reply?: object) =>
          resolve(error ? (status[error.code] as string) : (reply as object)),
      );
    });
  };
  let count = 0;
  const newSubject = async (): Promise<Subject> => {
    const name = `study ${++count}`;
    const { study_id: study } = (await call(
      'CreateNewStudy',
      { directions: [0], study_name: name },
      admin.authorization,
    )) as { study_id: number };
    const { trial_id: trial } = (await call(
      'CreateNewTrial',
      { study_id: study, template_trial_is_none: true },
      admin.authorization,
    )) as { trial_id: number };
    await grant('denied', String(study), 'DENY');
    return { study, name, trial };
  };
  const grant = (username: string, resource_id: string, permission: string) =>
    make('/api/3.0/mlflow/users/permissions/grant', {
      username,
      resource_type: 'study',
      resource_id,
      permission,
    });

  before(async () => {
    place = guardedPlace('NO_PERMISSIONS');
    server = await startOrrery(place);
    client = new Client(`127.0.0.1:${server.storagePort}`, credentials.createInsecure());
    for (const username of [...Object.keys(GRANTS), 'none']) {
      await make('/api/2.0/mlflow/users/create', { username, password: PASSWORD });
      headers[username] = basic(username, PASSWORD).authorization;
    }
    for (const [username, permission] of Object.entries(GRANTS)) await grant(username, '*', permission);
    const { experiment_id } = await make<{ experiment_id: string }>('/api/2.0/mlflow/experiments/create', {
      name: 'a project',
    });
    const { run } = await make<{ run: { info: { run_id: string } } }>('/api/2.0/mlflow/runs/create', {
      experiment_id,
      start_time: 1,
    });
    const ofRun = await make<{ token: string }>('/api/access/run-tokens', { run_id: run.info.run_id });
    const ofProject = await make<{ token: string }>('/api/access/tokens', {
      name: 'one',
      experiments: [experiment_id],
      permission: 'MANAGE',
    });
    Object.assign(headers, {
      admin: admin.authorization,
      run: `Bearer ${ofRun.token}`,
      'token of a project': `Bearer ${ofProject.token}`,
      'wrong password': basic('manage', 'wrong').authorization,
      nobody: null,
    });
  });
  after(async () => {
    client.close();
    await server.stop();
    removeFolder(place.folder);
  });

  it('is told for each method that the service has', () => {
    assert.deepEqual(Object.keys(EXPECTED).sort(), Object.keys(METHODS).sort());
  });

  for (const [caller, highest] of Object.entries(CALLERS)) {
    it(`holds for ${caller}`, async () => {
      const wrong: string[] = [];
      for (const [method, [level, request]] of Object.entries(EXPECTED)) {
        const subject = await newSubject();
        const answer = await call(method, request(subject), headers[caller] as string | null);
        const isIn = highest !== null && LEVELS.indexOf(level) <= LEVELS.indexOf(highest);
        const refusal = ['wrong password', 'nobody'].includes(caller)
          ? 'UNAUTHENTICATED'
          : 'PERMISSION_DENIED';
        const isRight = isIn ? typeof answer === 'object' : answer === refusal;
        if (!isRight) wrong.push(`${method}: ${JSON.stringify(answer)}`);
      }
      assert.deepEqual(wrong, []);
    });
  }

  it('shows each caller the studies alone that it may read', async () => {
    const { study } = await newSubject();
    const seen = async (caller: string) => {
      const { studies } = (await call('GetAllStudies', {}, headers[caller] as string)) as {
        studies: { study_id: number }[];
      };
      return studies.some(({ study_id }) => study_id === study);
    };
    assert.deepEqual(
      await Promise.all(['admin', 'read', 'none', 'denied', 'run', 'token of a project'].map(seen)),
      [true, true, false, false, false, false],
    );
  });
});
