import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeFolder, startOrrery, type TestServer } from '../servers.ts';
import { ADMIN_PASSWORD, basic, guardedPlace } from './guarded.ts';

const ONE_SECOND = String(1 / 86_400);

it('what was done is forgotten after ORRERY_AUDIT_DAYS', async () => {
  const place = guardedPlace();
  const admin = { ...basic('admin', ADMIN_PASSWORD), 'content-type': 'application/json' };
  let server: TestServer = await startOrrery(place);
  const actions = async () => {
    const answer = await fetch(`${server.url}/api/access/audit?limit=100`, { headers: admin });
    return ((await answer.json()) as { events: { action: string }[] }).events.map(({ action }) => action);
  };
  const begin = async (days?: string) => {
    await server.stop();
    const env = { ...place.env, ...(days && { ORRERY_AUDIT_DAYS: days }) };
    server = await startOrrery({ ...place, env });
  };
  try {
    const token = JSON.stringify({ name: 'noted' });
    await fetch(`${server.url}/api/access/tokens`, { method: 'POST', headers: admin, body: token });
    assert.deepEqual(await actions(), ['POST /api/access/tokens']);
    await begin();
    assert.deepEqual(await actions(), ['POST /api/access/tokens']);
    await sleep(1100);
    await begin(ONE_SECOND);
    assert.deepEqual(await actions(), []);
    await assert.rejects(begin('never'), /ORRERY_AUDIT_DAYS 'never' is no number of days/);
  } finally {
    await server.stop().catch(() => {});
    removeFolder(place.folder);
  }
});
