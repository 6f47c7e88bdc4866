import { createHmac, randomBytes } from 'node:crypto';
import pLimit from 'p-limit';
import { isPassword } from './passwords.ts';

const LIFE_MS = 5 * 60_000;
const MOST = 10_000;

/** Hashes take a core for a moment each; more at once would hold up the files that share their threads. */
const AT_ONCE = 2;

/**
 * Passwords that were right a moment ago, so that not every request hashes one: what is kept is a keyed hash, and the
 * key goes with the process. A password that was changed is asked anew, as it is another hash that it belongs to.
 */
export class VerifiedPasswords {
  readonly #key = randomBytes(32);
  readonly #limit = pLimit(AT_ONCE);
  readonly #known = new Map<string, { hash: string; until: number }>();

  /** @param hash null for a user who is unknown */
  async verify(username: string, password: string, hash: string | null): Promise<boolean> {
    const name = createHmac('sha256', this.#key)
      .update(JSON.stringify([username, password]))
      .digest('base64');
    const known = this.#known.get(name);
    if (known && known.hash === hash && known.until > Date.now()) return true;
    const isRight = await this.#limit(() => isPassword(password, hash));
    this.#known.delete(name);
    if (!isRight || hash === null) return false;
    if (this.#known.size >= MOST) this.#known.delete(this.#known.keys().next().value as string);
    this.#known.set(name, { hash, until: Date.now() + LIFE_MS });
    return true;
  }
}
