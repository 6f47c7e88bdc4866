import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const VERSION = 0x80;
const [IV_AT, TEXT_AT, MAC_LENGTH] = [9, 25, 32];

/**
 * Fernet tokens, as MLflow keeps the secrets of webhooks: AES-128-CBC, then HMAC-SHA256 over all of it
 * (https://github.com/fernet/spec/blob/master/Spec.md).
 */
export class Fernet {
  readonly #signing: Buffer;
  readonly #encryption: Buffer;

  /** @param key 32 bytes in base64url, e.g. of `MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY` */
  constructor(key: string) {
    const bytes = Buffer.from(key, 'base64url');
    if (bytes.length !== 32) throw new Error('A Fernet key is 32 bytes in base64url.');
    this.#signing = bytes.subarray(0, 16);
    this.#encryption = bytes.subarray(16);
  }

  encrypt(text: string): string {
    const head = Buffer.alloc(TEXT_AT);
    head[0] = VERSION;
    head.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000)), 1);
    randomBytes(16).copy(head, IV_AT);
    const cipher = createCipheriv('aes-128-cbc', this.#encryption, head.subarray(IV_AT));
    const signed = Buffer.concat([head, cipher.update(text, 'utf8'), cipher.final()]);
    return padded(Buffer.concat([signed, this.#mac(signed)]));
  }

  /** @throws Error for a token of another key, or none */
  decrypt(token: string): string {
    const bytes = Buffer.from(token, 'base64url');
    const signed = bytes.subarray(0, -MAC_LENGTH);
    const mac = bytes.subarray(-MAC_LENGTH);
    if (bytes[0] !== VERSION || signed.length <= TEXT_AT || !timingSafeEqual(mac, this.#mac(signed)))
      throw new Error('This secret was encrypted with another key.');
    const decipher = createDecipheriv('aes-128-cbc', this.#encryption, signed.subarray(IV_AT, TEXT_AT));
    return Buffer.concat([decipher.update(signed.subarray(TEXT_AT)), decipher.final()]).toString('utf8');
  }

  #mac(signed: Buffer): Buffer {
    return createHmac('sha256', this.#signing).update(signed).digest();
  }
}

export function newFernetKey(): string {
  return padded(randomBytes(32));
}

function padded(bytes: Buffer): string {
  const text = bytes.toString('base64url');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
