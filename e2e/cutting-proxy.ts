import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a client and a server, and breaks connections when it likes: before a request, inside it, or after it was done but before its answer. */
export class CuttingProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** How likely a piece that passes is the last of its connection, from 0 to 1. */
  risk = 0;
  cuts = 0;

  private constructor(port: number) {
    this.#server = createServer((client) => {
      const server = connect(port, '127.0.0.1');
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        this.#sockets.add(from);
        from.on('data', (piece: Buffer) => {
          if (Math.random() >= this.risk) return to.write(piece);
          this.cuts++;
          // Half of a request that is cut still arrives; of an answer that is cut, nothing.
          if (to === server) to.write(piece.subarray(0, Math.floor(piece.length * Math.random() * 2)));
          client.destroy();
          server.end();
        });
        from.on('error', () => {});
        from.on('close', () => {
          this.#sockets.delete(from);
          to.end();
        });
      }
    });
  }

  static start(port: number, listenAt: number): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(port);
    return new Promise((resolve) => proxy.#server.listen(listenAt, '127.0.0.1', () => resolve(proxy)));
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
