import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { joinPeers, type Peers, parseStoreUri } from '@orrery/database';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { until } from '../../../scripts/until.ts';
import { startOrrery, type TestServer } from './servers.ts';

interface RunsEvent {
  experiment_ids: string[];
  run_ids: string[];
  all?: true;
}

describe('servers of one database', () => {
  let postgres: PostgresServer;
  before(async () => {
    postgres = await startPostgres('fsync=off');
  });
  after(() => postgres.stop());

  it('have one leader, which is followed when it is gone or loses its connection', async () => {
    const uri = parseStoreUri(postgres.database());
    const join = () => joinPeers(uri, () => {});
    const [a, b] = [await join(), await join()];
    const leaderOf = async (peers: Peers[]) => {
      await until(() => peers.some(({ leads }) => leads));
      const leaders = peers.filter(({ leads }) => leads);
      assert.equal(leaders.length, 1);
      return leaders[0] as Peers;
    };
    const first = await leaderOf([a, b]);
    const other = first === a ? b : a;
    await first.close();
    assert.equal(await leaderOf([other]), other);
    const c = await join();
    await sleep(2500);
    assert.ok(!c.leads && other.leads);
    await other.close();
    await until(() => c.leads);
    await c.close();
  });

  it('tell each other what was said, and not themselves', async () => {
    const uri = parseStoreUri(postgres.database());
    const [a, b] = [await joinPeers(uri, () => {}), await joinPeers(uri, () => {})];
    const heard: string[] = [];
    a.onTold((text) => heard.push(`a ${text}`));
    b.onTold((text) => heard.push(`b ${text}`));
    await until(() => {
      a.tell('hello');
      return heard.length > 0;
    });
    assert.deepEqual([...new Set(heard)], ['b hello']);
    await Promise.all([a.close(), b.close()]);
  });

  for (const kind of ['PostgreSQL', 'SQLite'] as const)
    it(`tell the pages of each what was written to the other: ${kind}`, async () => {
      const database = kind === 'PostgreSQL' ? postgres.database() : undefined;
      const one = await startOrrery({ database });
      const two = await startOrrery(
        database ? { database } : { database: `sqlite:///${one.folder}/mlflow.db` },
      );
      const events = listen(two);
      const run = await createRun(one);
      const knows = (event: RunsEvent) => event.all === true || event.run_ids.includes(run);
      await until(async () => {
        if (!events.seen.some(knows)) await setTag(one, run);
        return events.seen.some(knows);
      });
      events.stop();
      await Promise.all([one.stop(), two.stop()]);
    });
});

/** Gathers the `runs` events of a server's stream. */
function listen({ url }: TestServer): { seen: RunsEvent[]; stop: () => void } {
  const stopping = new AbortController();
  const seen: RunsEvent[] = [];
  void (async () => {
    const answer = await fetch(`${url}/api/live`, { signal: stopping.signal });
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? [])
      for (const [, data] of chunk.matchAll(/event: runs\ndata: (.*)/g))
        seen.push(JSON.parse(data as string));
  })().catch(() => {});
  return { seen, stop: () => stopping.abort() };
}

async function createRun(server: TestServer): Promise<string> {
  const { run } = (await post(server, 'runs/create', { experiment_id: '0' })) as {
    run: { info: { run_id: string } };
  };
  return run.info.run_id;
}

async function setTag(server: TestServer, run_id: string): Promise<void> {
  await post(server, 'runs/set-tag', { run_id, key: 'k', value: String(Math.random()) });
}

async function post({ url }: TestServer, path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${url}/api/2.0/mlflow/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, await answer.clone().text());
  return answer.json();
}
