import { pbkdf2, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { invalid } from '@orrery/core';

/** Hashes of passwords as werkzeug writes them (`werkzeug.security`): `scrypt:N:r:p$salt$hex`, `pbkdf2:…` in older ones. */

/** What MLflow shipped for its admin once: it opens nothing that an admin has. */
export const SHIPPED_PASSWORD = 'password1234';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const SALT_LENGTH = 16;
const [N, R, P] = [32_768, 8, 1];
const KEY_BYTES = 64;
const LEAST_LENGTH = 12;

/** Of a password that nobody has: who is unknown takes as long to refuse as who is known. */
const NOBODY = `scrypt:${N}:${R}:${P}$0000000000000000$${'0'.repeat(2 * KEY_BYTES)}`;

const pbkdf2Key = promisify(pbkdf2);

/** @throws OrreryError INVALID_PARAMETER_VALUE with MLflow's message */
export function checkPassword(password: unknown): asserts password is string {
  if (typeof password !== 'string' || [...password].length < LEAST_LENGTH)
    throw invalid(`Password must be at least ${LEAST_LENGTH} characters.`);
}

export async function hashPassword(password: string): Promise<string> {
  const salt = Array.from({ length: SALT_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const key = await scryptKey(password, salt, N, R, P);
  return `scrypt:${N}:${R}:${P}$${salt}$${key.toString('hex')}`;
}

/** Whether a password is the one of a hash; null for a user who is unknown. Works off the event loop. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [method = '', salt = '', hex = ''] = (hash ?? NOBODY).split('$');
  const expected = Buffer.from(hex, 'hex');
  const key = await keyOf(password, method, salt, expected.length);
  return key !== null && key.length === expected.length && timingSafeEqual(key, expected) && hash !== null;
}

async function keyOf(password: string, method: string, salt: string, bytes: number): Promise<Buffer | null> {
  const [kind, ...parts] = method.split(':');
  if (kind === 'scrypt') {
    const [n = N, r = R, p = P] = parts.map(Number);
    return scryptKey(password, salt, n, r, p);
  }
  if (kind === 'pbkdf2') {
    const [digest = 'sha256', rounds = '1000000'] = parts;
    return pbkdf2Key(password, salt, Number(rounds), bytes, digest);
  }
  return null;
}

function scryptKey(password: string, salt: string, n: number, r: number, p: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const maxmem = 132 * n * r * p;
    scrypt(password, salt, KEY_BYTES, { N: n, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
