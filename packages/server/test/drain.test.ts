import assert from 'node:assert/strict';
import http from 'node:http';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOrrery } from './servers.ts';

it('answers what was asked before it ends, and ends streams', async () => {
  const server = await startOrrery();
  const live = await fetch(`${server.url}/api/live`);
  const body = JSON.stringify({ experiment_id: '0' });
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const answered = new Promise<number>((resolve, reject) => {
    const url = `${server.url}/api/2.0/mlflow/runs/create`;
    const request = http.request(url, { method: 'POST', headers }, (answer) =>
      resolve(answer.resume().statusCode ?? 0),
    );
    request.on('error', reject);
    request.write(body.slice(0, 5));
    setTimeout(() => request.end(body.slice(5)), 500);
  });
  await sleep(100);
  const stopped = server.stop();
  assert.equal(await answered, 200);
  await stopped;
  assert.match(await live.text(), /^: connected/);
  await assert.rejects(fetch(`${server.url}/health`));
});
