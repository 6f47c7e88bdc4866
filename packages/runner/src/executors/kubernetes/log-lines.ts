const NEWLINE = 10;
const SPACE = 32;

/**
 * Takes the time off each line of a log and says what is new of it, however often the log is read from before:
 * a line is known by its time, and among those of one time by its place.
 */
export class LogLines {
  /** The line that was given out last, and how many of its bytes. */
  #given = { time: '', place: 0, bytes: 0 };

  /** Whence the log is to be read again; '' for all of it. */
  get time(): string {
    return this.#given.time;
  }

  /** A reader for one connection; it is given the bytes as they come and returns what is new. */
  reader(): (chunk: Buffer) => Buffer[] {
    let [time, place, skip] = ['', 0, 0];
    let header = '';
    let isInHeader = true;
    return (chunk) => {
      const fresh: Buffer[] = [];
      for (let at = 0; at < chunk.length; ) {
        if (isInHeader) {
          const space = chunk.indexOf(SPACE, at);
          header += chunk.toString('latin1', at, space < 0 ? chunk.length : space);
          if (space < 0) break;
          place = header === time ? place + 1 : 0;
          [time, header, isInHeader] = [header, '', false];
          skip = this.#known(time, place);
          at = space + 1;
          continue;
        }
        const newline = chunk.indexOf(NEWLINE, at);
        const end = newline < 0 ? chunk.length : newline + 1;
        const known = Math.min(skip, end - at);
        skip -= known;
        if (at + known < end) {
          fresh.push(chunk.subarray(at + known, end));
          this.#given.bytes += end - at - known;
        }
        isInHeader = newline >= 0;
        at = end;
      }
      return fresh;
    };
  }

  /** How many bytes of a line that begins were given out before. */
  #known(time: string, place: number): number {
    const given = this.#given;
    if (time < given.time || (time === given.time && place < given.place)) return Number.POSITIVE_INFINITY;
    if (time === given.time && place === given.place) return given.bytes;
    this.#given = { time, place, bytes: 0 };
    return 0;
  }
}
