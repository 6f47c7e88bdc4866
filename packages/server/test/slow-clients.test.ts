import assert from 'node:assert/strict';
import { once } from 'node:events';
import type http from 'node:http';
import net from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer } from '../src/load/slow-clients.ts';

const STILL_MS = 400;

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  let size = 0;
  for await (const chunk of request) size += chunk.length;
  if (request.url === '/long') await sleep(STILL_MS * 3);
  if (request.url === '/large') response.end(Buffer.alloc(64 * 1024 * 1024));
  else response.end(`read ${size}`);
}

describe('clients that stand still', () => {
  let server: http.Server;
  before(async () => {
    // Who is cut off breaks the reading of the request.
    const handle: http.RequestListener = (request, response) =>
      void answer(request, response).catch(() => {});
    server = createServer(handle, STILL_MS).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  function connect(text: string): net.Socket {
    const socket = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
    socket.on('error', () => {}).write(text);
    return socket;
  }
  const put = (length: number) => `PUT /file HTTP/1.1\r\nhost: here\r\ncontent-length: ${length}\r\n\r\n`;

  for (const [where, text] of [
    ['before their headers', ''],
    ['in their headers', 'GET / HTTP/1.1\r\nhost: he'],
    ['in their body', `${put(1000)}half`],
  ] as const) {
    it(`are cut off: ${where}`, async () => {
      await once(connect(text).resume(), 'close');
    });
  }

  it('are cut off: while they should read the answer', async () => {
    const socket = connect('GET /large HTTP/1.1\r\nhost: here\r\n\r\n').pause();
    const [connection] = (await once(server, 'connection')) as [net.Socket];
    await once(connection, 'close');
    socket.destroy();
  });

  it('are not cut off while bytes come, however slowly, or while the server takes its time', async () => {
    const slow = connect(put(12));
    const waiting = connect('GET /long HTTP/1.1\r\nhost: here\r\n\r\n');
    const answers = Promise.all([once(slow, 'data'), once(waiting, 'data')]);
    for (let sent = 0; sent < 12; sent++) {
      slow.write('x');
      await sleep(STILL_MS / 4);
    }
    const [[ofSlow], [ofWaiting]] = await answers;
    assert.match(String(ofSlow), /read 12$/);
    assert.match(String(ofWaiting), /read 0$/);
    slow.destroy();
    waiting.destroy();
  });
});
