import { Transform, type TransformCallback } from 'node:stream';

const HEADER = 8;

/** Takes the frames of the engine's attach and log streams apart: what comes out is both outputs, as they were written. */
export class Demux extends Transform {
  #header = Buffer.alloc(0);
  #left = 0;

  override _transform(piece: Buffer, _encoding: string, done: TransformCallback): void {
    let rest = piece;
    while (rest.length > 0) {
      if (this.#left > 0) {
        const part = rest.subarray(0, this.#left);
        this.push(part);
        this.#left -= part.length;
        rest = rest.subarray(part.length);
        continue;
      }
      const part = rest.subarray(0, HEADER - this.#header.length);
      this.#header = Buffer.concat([this.#header, part]);
      rest = rest.subarray(part.length);
      if (this.#header.length < HEADER) break;
      this.#left = this.#header.readUInt32BE(4);
      this.#header = Buffer.alloc(0);
    }
    done();
  }
}
