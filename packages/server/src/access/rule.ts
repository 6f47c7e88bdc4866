import { type Access, BY_RUN, type Caller, may, type Need } from '@orrery/access';
import type { Asked } from './asked.ts';
import type { Resources } from './resources.ts';

/** What a rule decides by. */
export interface Question {
  asked: Asked;
  caller: Caller;
  resources: Resources;
  access: Access;
}

/** What an answer that was let through says. */
export interface Answered extends Question {
  status: number;
  answer: Readonly<Record<string, unknown>>;
}

/** Who may use a route, and what follows from its use. */
export interface Rule {
  /**
   * `anybody` need not say who it is, a `caller` does. A `user` comes with no token, or with one that is not limited; a
   * `person` with no token at all.
   */
  who: 'anybody' | 'caller' | 'user' | 'person' | 'admin';
  /** What it takes besides, but for admins; null where nobody else gets in. */
  needs?(question: Question): Promise<Need[] | null> | Need[] | null;
  /** A condition that is no permission on a resource; admins pass it, too. */
  holds?(question: Question): Promise<boolean> | boolean;
  /** Grants that come and go with what was made and deleted. */
  after?(answered: Answered): Promise<unknown>;
  /** Whether it is noted who did it. */
  isAudited?: boolean;
}

/** By method and path: `GET /experiments/get`. */
export type Rules = Readonly<Record<string, Rule>>;

export const ANYBODY: Rule = { who: 'anybody' };
export const CALLER: Rule = { who: 'caller' };
export const ADMIN: Rule = { who: 'admin' };

export function needs(find: NonNullable<Rule['needs']>, more: Partial<Rule> = {}): Rule {
  return { who: 'caller', needs: find, ...more };
}

/** A search, of which the results are filtered; one by runs would tell of them where they are denied. */
export const search = (byRun: RegExp): Rule => ({
  who: 'caller',
  holds: ({ asked, caller }) => !byRun.test(String(asked.optional('filter') ?? '')) || may(caller, BY_RUN),
});
