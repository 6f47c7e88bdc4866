import { randomUUID } from 'node:crypto';
import {
  invalid,
  OrreryError,
  type Page,
  type Webhook,
  type WebhookEvent,
  type WebhookStatus,
} from '@orrery/core';
import { decodePageToken, encodePageToken } from '@orrery/tracking/search';
import { compile, type Insert, type Session } from '@orrery/tracking/sql';
import { sql } from 'kysely';
import type { NewWebhook, WebhookChange } from '../registry.ts';

const MAX_RESULTS = 1000;
const COLUMNS =
  'webhook_id, name, url, description, status, secret, creation_timestamp, last_updated_timestamp';

const EVENTS: Insert = {
  table: 'webhook_events',
  columns: { webhook_id: 'text', entity: 'text', action: 'text' },
  conflict: 'ON CONFLICT DO NOTHING',
};

interface WebhookRow {
  webhook_id: string;
  name: string;
  url: string;
  description: string | null;
  status: WebhookStatus;
  secret: string | null;
  creation_timestamp: number;
  last_updated_timestamp: number;
}

export async function createWebhook(session: Session, made: NewWebhook): Promise<Webhook> {
  const id = randomUUID();
  const now = Date.now();
  await session.run(
    `INSERT INTO webhooks (webhook_id, name, url, description, status, secret, creation_timestamp,
       last_updated_timestamp) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, made.name, made.url, made.description, made.status, made.secret, now, now],
  );
  await putEvents(session, id, made.events);
  return getWebhook(session, id);
}

export async function getWebhook(session: Session, id: string): Promise<Webhook> {
  const [webhook] = await load(
    session,
    await session.all<WebhookRow>(
      `SELECT ${COLUMNS} FROM webhooks WHERE workspace = 'default' AND webhook_id = ? AND deleted_timestamp IS NULL`,
      [id],
    ),
  );
  if (webhook) return webhook;
  throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `Webhook with ID ${id} not found.`);
}

/** Newest first. */
export async function listWebhooks(
  session: Session,
  maxResults: number,
  pageToken: string | null,
): Promise<Page<Webhook>> {
  const size = maxResults || 100;
  if (size < 1 || size > MAX_RESULTS) throw invalid('max_results must be between 1 and 1000.');
  const { offset } = decodePageToken(pageToken);
  const rows = await session.all<WebhookRow>(
    `SELECT ${COLUMNS} FROM webhooks WHERE workspace = 'default' AND deleted_timestamp IS NULL
     ORDER BY creation_timestamp DESC, webhook_id LIMIT ? OFFSET ?`,
    [size + 1, offset],
  );
  const items = await load(session, rows.slice(0, size));
  return { items, nextPageToken: rows.length > size ? encodePageToken(offset + size, []) : null };
}

export async function webhooksFor(session: Session, { entity, action }: WebhookEvent): Promise<Webhook[]> {
  const rows = await session.all<WebhookRow>(
    `SELECT ${COLUMNS} FROM webhooks AS w WHERE workspace = 'default' AND deleted_timestamp IS NULL
       AND status = 'ACTIVE' AND EXISTS (SELECT 1 FROM webhook_events AS e
         WHERE e.webhook_id = w.webhook_id AND e.entity = ? AND e.action = ?)
     ORDER BY creation_timestamp, webhook_id`,
    [entity, action],
  );
  return load(session, rows);
}

export async function updateWebhook(session: Session, id: string, change: WebhookChange): Promise<Webhook> {
  const now = await getWebhook(session, id);
  const { name, url, description, status, secret } = { ...now, ...defined(change) };
  await session.run(
    `UPDATE webhooks SET name = ?, url = ?, description = ?, status = ?, secret = ?, last_updated_timestamp = ?
     WHERE webhook_id = ?`,
    [name, url, description, status, secret, Date.now(), id],
  );
  if (change.events) {
    await session.run('DELETE FROM webhook_events WHERE webhook_id = ?', [id]);
    await putEvents(session, id, change.events);
  }
  return getWebhook(session, id);
}

export async function deleteWebhook(session: Session, id: string): Promise<void> {
  await getWebhook(session, id);
  const now = Date.now();
  await session.run(
    'UPDATE webhooks SET deleted_timestamp = ?, last_updated_timestamp = ? WHERE webhook_id = ?',
    [now, now, id],
  );
}

function defined<T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

async function putEvents(session: Session, id: string, events: WebhookEvent[]): Promise<void> {
  const distinct = new Map(events.map(({ entity, action }) => [`${entity}.${action}`, [id, entity, action]]));
  await session.insert(EVENTS, [...distinct.values()]);
}

async function load(session: Session, rows: WebhookRow[]): Promise<Webhook[]> {
  if (rows.length === 0) return [];
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT webhook_id, entity, action FROM webhook_events
      WHERE webhook_id IN (${sql.join(rows.map((row) => row.webhook_id))}) ORDER BY entity, action`,
  );
  const events = await session.all<WebhookEvent & { webhook_id: string }>(text, parameters);
  return rows.map((row) => ({
    id: row.webhook_id,
    name: row.name,
    url: row.url,
    description: row.description,
    events: events
      .filter(({ webhook_id }) => webhook_id === row.webhook_id)
      .map(({ entity, action }) => ({ entity, action })),
    status: row.status,
    secret: row.secret,
    creationTime: row.creation_timestamp,
    lastUpdateTime: row.last_updated_timestamp,
  }));
}
