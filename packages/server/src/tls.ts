import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { invalid } from '@orrery/core';
import type { TlsFiles } from './config.ts';

export interface Tls {
  cert: Buffer;
  key: Buffer;
}

/** @throws OrreryError INVALID_PARAMETER_VALUE where the files cannot be read, or do not go together */
export function readTls({ certificate, key }: TlsFiles): Tls {
  try {
    const tls = { cert: readFileSync(certificate), key: readFileSync(key) };
    createSecureContext(tls);
    return tls;
  } catch (error) {
    throw invalid(
      `TLS cannot be served with --ssl-certfile ${certificate} and --ssl-keyfile ${key}: ${(error as Error).message}.`,
    );
  }
}
