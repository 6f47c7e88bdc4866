import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Opens many connections, sends the request that comes in on standard input over each, tells the statuses of their
 * answers, as `{"200": 10000}`, and keeps all open until standard input ends.
 */
const [port, count] = process.argv.slice(2).map(Number) as [number, number];
const AT_ONCE = 500;

const request = String((await once(process.stdin, 'data'))[0]);
const statuses: Record<string, number> = {};
const sockets: net.Socket[] = [];
const answers: Promise<void>[] = [];
for (let opened = 0; opened < count; opened++) {
  const socket = net.connect(port, '127.0.0.1');
  sockets.push(socket);
  if (opened % AT_ONCE === 0) {
    await once(socket, 'connect');
    await sleep(1);
  }
  answers.push(ask(socket));
}
await Promise.all(answers);
console.log(JSON.stringify(statuses));
process.stdin.on('end', () => process.exit()).resume();

async function ask(socket: net.Socket): Promise<void> {
  socket.write(request);
  const status = await Promise.race([
    once(socket, 'data').then(([data]) => String(data).slice(9, 12)),
    once(socket, 'close').then(() => 'closed'),
  ]).catch((error) => error.code);
  statuses[status] = (statuses[status] ?? 0) + 1;
}
