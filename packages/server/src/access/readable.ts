import { isAdmin, may, type Need } from '@orrery/access';
import type { Page } from '@orrery/core';
import type { FastifyRequest } from 'fastify';
import { callerOf } from './caller-of.ts';

interface Search {
  maxResults: number;
  pageToken: string | null;
}

/** Whether who asks may have what each item needs; all of them where nobody has to say who it is. */
export function readableBy<T>(
  request: Pick<FastifyRequest, 'raw'>,
  needOf: (item: T) => Need,
): (item: T) => boolean {
  const caller = callerOf(request);
  if (!caller || isAdmin(caller)) return () => true;
  return (item) => may(caller, needOf(item));
}

/**
 * A page of what who asks may read: filled up from the pages after it, so that a page is short only where nothing
 * follows.
 */
export async function readablePage<T, S extends Search>(
  request: Pick<FastifyRequest, 'raw'>,
  search: S,
  fetch: (search: S) => Promise<Page<T>>,
  needOf: (item: T) => Need,
): Promise<Page<T>> {
  const caller = callerOf(request);
  let page = await fetch(search);
  if (!caller || isAdmin(caller)) return page;
  const items: T[] = [];
  for (;;) {
    items.push(...page.items.filter((item) => may(caller, needOf(item))));
    const left = search.maxResults - items.length;
    if (page.nextPageToken === null || left <= 0) return { ...page, items };
    page = await fetch({ ...search, maxResults: left, pageToken: page.nextPageToken });
  }
}
