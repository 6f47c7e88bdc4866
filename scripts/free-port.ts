import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below those that the system gives to outgoing connections, of which one could take the port before it is used, and below ours. */
const [FIRST, END] = [10_240, 24_992];
/** Those that run side by side mostly have ports of their own to choose from, since what was chosen is used only later. */
const SHARES = 16;

const chosen = new Set<number>();

/** A port of 127.0.0.1 that nobody listens on at this moment, and that this process was not given before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST / SHARES, END / SHARES) * SHARES + (process.pid % SHARES);
    if (chosen.has(port) || !(await isFree(port))) continue;
    chosen.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
