import { type Access, type Caller, csrfToken, isSame } from '@orrery/access';
import { OrreryError } from '@orrery/core';
import type { LoginLimit } from './login-limit.ts';

/** How a request shows who sends it, of HTTP or gRPC. */
export interface Credentials {
  authorization: string | undefined;
  /** The secret of a session, from its cookie. */
  session?: string | undefined;
  /** What the page says with it. */
  csrf?: string | undefined;
  /** Whether it only reads. */
  isSafe?: boolean;
  address: string;
}

/** Too many wrong passwords, and how long to wait. */
export class TooManyAttempts extends OrreryError {
  readonly seconds: number;

  constructor(seconds: number) {
    super('REQUEST_LIMIT_EXCEEDED', `Too many wrong passwords: try again in ${seconds} s.`);
    this.seconds = seconds;
  }
}

/**
 * Finds who sent a request.
 *
 * @returns null where it does not say, or not rightly
 * @throws OrreryError TooManyAttempts; PERMISSION_DENIED for a change by a cookie that no page of ours made
 */
export async function authenticate(
  access: Access,
  limit: LoginLimit,
  { authorization, session, csrf, isSafe, address }: Credentials,
): Promise<Caller | null> {
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S+)\s*$/.exec(authorization ?? '') ?? [];
  switch (scheme.toLowerCase()) {
    case 'basic': {
      const [, name = '', password = ''] =
        /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString()) ?? [];
      return checkPassword(access, limit, name, password, address);
    }
    case 'bearer':
      return access.byToken(value);
  }
  if (authorization !== undefined || !session) return null;
  const caller = await access.bySession(session);
  if (caller && !isSafe && !isSame(csrf ?? '', csrfToken(session)))
    throw new OrreryError(
      'PERMISSION_DENIED',
      'The page has to be loaded anew: its x-csrf-token is missing or wrong.',
    );
  return caller;
}

/** @throws TooManyAttempts */
export async function checkPassword(
  access: Access,
  limit: LoginLimit,
  name: string,
  password: string,
  address: string,
): Promise<Caller | null> {
  const wait = limit.wait(name, address);
  if (wait > 0) throw new TooManyAttempts(wait);
  const caller = await access.byPassword(name, password);
  if (caller) limit.succeeded(name, address);
  else {
    limit.failed(name, password, address);
    await access.audit.add({
      time: Date.now(),
      username: null,
      action: 'login',
      subject: name,
      address,
      outcome: 'refused',
    });
  }
  return caller;
}
