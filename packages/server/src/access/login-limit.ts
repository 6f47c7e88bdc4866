import { createHmac, randomBytes } from 'node:crypto';

const WINDOW_MS = 5 * 60_000;
const FAILURES_OF_A_NAME = 10;
const FAILURES_OF_AN_ADDRESS = 100;
const MOST_REMEMBERED = 50_000;

interface Failures {
  /** Keyed hashes of what was tried. */
  tried: Set<string>;
  until: number;
}

/**
 * Wrong passwords in the last minutes, by name and address, and by address: who has too many has to wait. The same one
 * again is no guess, but a program that was not told of a new password.
 */
export class LoginLimit {
  readonly #key = randomBytes(32);
  readonly #failures = new Map<string, Failures>();

  /** How long one has to wait, in seconds; 0 for not at all. */
  wait(name: string, address: string): number {
    return Math.max(
      this.#wait(`${address} ${name}`, FAILURES_OF_A_NAME),
      this.#wait(address, FAILURES_OF_AN_ADDRESS),
    );
  }

  failed(name: string, password: string, address: string): void {
    const tried = createHmac('sha256', this.#key)
      .update(JSON.stringify([name, password]))
      .digest('base64');
    for (const key of [`${address} ${name}`, address]) {
      const known = this.#failures.get(key);
      if (known && known.until > Date.now()) known.tried.add(tried);
      else this.#add(key, { tried: new Set([tried]), until: Date.now() + WINDOW_MS });
    }
  }

  succeeded(name: string, address: string): void {
    this.#failures.delete(`${address} ${name}`);
  }

  #wait(key: string, most: number): number {
    const known = this.#failures.get(key);
    if (!known || known.tried.size < most) return 0;
    return Math.max(0, Math.ceil((known.until - Date.now()) / 1000));
  }

  #add(key: string, failures: Failures): void {
    if (this.#failures.size >= MOST_REMEMBERED)
      this.#failures.delete(this.#failures.keys().next().value as string);
    this.#failures.delete(key);
    this.#failures.set(key, failures);
  }
}
