import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Refused } from '../durability/door.ts';
import { until } from '../durability/writes.ts';
import { API, Loaded, MOST_MEMORY_MB, requestText } from './loaded.ts';

const MB = 1024 * 1024;

describe('a server that is sent and asked for much at once', () => {
  let server: Loaded;
  beforeEach(async () => {
    server = await Loaded.start();
  });
  afterEach(() => server.stop());

  const refusal = (sending: Promise<unknown>): Promise<Refused> =>
    sending.then(
      () => assert.fail('it was taken'),
      (error) => (error instanceof Refused ? error : Promise.reject(error)),
    );

  it('takes batches up to the limits of MLflow, and says what is too large', async () => {
    const metrics = Array.from({ length: 1000 }, (_, i) => ({
      ...server.metric(i),
      key: `k${i}`.padEnd(250, 'x'),
    }));
    await server.door.post(`${API}/runs/log-batch`, { run_id: server.run, metrics });
    const { status, message } = await refusal(
      server.door.send('POST', `${API}/runs/log-batch`, Buffer.alloc(65 * MB, ' ')),
    );
    assert.equal(status, 413);
    assert.match(message, /larger than the 64 MB that are taken here; nothing was done/);
  });

  it('takes only so many large bodies at once, however slowly they come', async (test) => {
    const head = `POST ${API}/runs/log-batch HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${20 * MB}\r\n\r\n`;
    const answers: string[] = [];
    const sockets = Array.from({ length: 60 }, () => {
      const socket = net.connect(server.port, '127.0.0.1');
      socket.on('error', () => {}).on('data', (data) => answers.push(String(data)));
      socket.write(head);
      socket.write(Buffer.alloc(10 * MB, ' '));
      return socket;
    });
    await until(() => answers.length >= 50);
    for (const answer of answers) {
      assert.match(answer, /^HTTP\/1.1 429 .*\r\nretry-after: 1\r\n/s);
      assert.match(answer, /REQUEST_LIMIT_EXCEEDED.*takes no more of them until some are gone/);
    }
    assert.ok(answers.length < sockets.length);
    await server.door.post(`${API}/runs/log-metric`, server.metric(3));
    for (const socket of sockets) socket.destroy();
    test.diagnostic(`${sockets.length - answers.length} taken, at most ${server.peak} MB`);
    assert.ok(server.peak < MOST_MEMORY_MB, `${server.peak} MB`);
    await becomesAllowed(() => server.door.send('POST', `${API}/runs/log-batch`, Buffer.alloc(20 * MB, ' ')));
  });

  it('keeps only so many answers that nobody reads', async (test) => {
    const { experiment_id } = await server.door.post(`${API}/experiments/create`, { name: 'large' });
    const params = Array.from({ length: 100 }, (_, i) => ({ key: `p${i}`, value: 'x'.repeat(500) }));
    for (let made = 0; made < 200; made++) {
      const { info } = (await server.door.post(`${API}/runs/create`, { experiment_id })).run;
      await server.door.post(`${API}/runs/log-batch`, { run_id: info.run_id, params });
    }
    const search = requestText('/runs/search', { experiment_ids: [experiment_id], max_results: 200 });
    const body = search.slice(search.indexOf('{'));
    const sockets: net.Socket[] = [];
    let refused = 0;
    for (; refused === 0 && sockets.length < 100; refused += Number(await isRefused(body))) {
      const socket = net.connect(server.port, '127.0.0.1').on('error', () => {});
      sockets.push(socket);
      socket.pause();
      socket.write(search);
    }
    assert.equal(refused, 1);
    for (const socket of sockets) socket.destroy();
    test.diagnostic(`${sockets.length} answers unread, at most ${server.peak} MB`);
    assert.ok(server.peak < MOST_MEMORY_MB, `${server.peak} MB`);
    await becomesAllowed(() => server.door.send('POST', `${API}/runs/search`, body));
    // Those who leave before their answer take nothing.
    for (let left = 0; left < 40; left++) {
      const socket = net.connect(server.port, '127.0.0.1').on('error', () => {});
      socket.write(search, () => socket.destroy());
      await once(socket, 'close');
    }
    await becomesAllowed(() => server.door.send('POST', `${API}/runs/search`, body));
  });

  async function isRefused(search: string): Promise<boolean> {
    try {
      await server.door.send('POST', `${API}/runs/search`, search);
      return false;
    } catch (error) {
      return error instanceof Refused && error.status === 429;
    }
  }

  async function becomesAllowed(send: () => Promise<unknown>): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await send();
        return;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.status !== 429) return;
        assert.ok(tries < 1000, error.message);
      }
    }
  }
});
