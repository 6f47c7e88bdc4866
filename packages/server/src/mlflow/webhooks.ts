import { invalid, type WebhookEvent } from '@orrery/core';
import type { ModelRegistry } from '@orrery/models';
import { pythonRepr } from '@orrery/tracking';
import type { FastifyRequest } from 'fastify';
import type { WebhookDispatcher } from '../webhooks/dispatcher.ts';
import { checkEvent } from '../webhooks/events.ts';
import { isArray, isIntegerLike, isString, required } from './checks.ts';
import { webhookAnswer } from './model-answer.ts';
import * as messages from './model-messages.ts';
import { readRequest } from './request.ts';
import type { Route } from './route.ts';

interface EventMessage {
  entity?: string;
  action?: string;
}

/** Webhooks: who is told of what happens in the registry. */
export function webhookRoutes(registry: ModelRegistry, dispatcher: WebhookDispatcher): Route[] {
  return [
    {
      method: 'POST',
      path: '/webhooks',
      async handle(request) {
        const asked = readRequest(request, messages.CreateWebhook, {
          name: [isString, required],
          url: [isString, required],
          events: [isArray, required],
          description: [isString],
          secret: [isString],
          status: [isString],
        });
        const { name = '', url = '' } = asked;
        const events = (asked.events ?? []).map(eventOf);
        checkName(name);
        await dispatcher.checkUrl(url);
        if (events.length === 0)
          throw invalid('Webhook events must be a non-empty list of WebhookEvent objects: [].');
        const webhook = await registry.createWebhook({
          name,
          url,
          events,
          description: asked.description || null,
          secret: asked.secret ? dispatcher.seal(asked.secret) : null,
          status: asked.status ?? 'ACTIVE',
        });
        return { webhook: webhookAnswer(webhook) };
      },
    },
    {
      method: 'GET',
      path: '/webhooks',
      async handle(request) {
        const { max_results = 100, page_token } = readRequest(request, messages.ListWebhooks, {
          max_results: [isIntegerLike],
          page_token: [isString],
        });
        const { items, nextPageToken } = await registry.listWebhooks(max_results, page_token || null);
        return {
          webhooks: items.length > 0 ? items.map(webhookAnswer) : undefined,
          next_page_token: nextPageToken ?? undefined,
        };
      },
    },
    {
      method: 'GET',
      path: '/webhooks/:webhook_id',
      async handle(request) {
        return { webhook: webhookAnswer(await registry.getWebhook(idOf(request))) };
      },
    },
    {
      method: 'PATCH',
      path: '/webhooks/:webhook_id',
      async handle(request) {
        const asked = readRequest(request, messages.UpdateWebhook, {
          name: [isString],
          description: [isString],
          url: [isString],
          events: [isArray],
          secret: [isString],
          status: [isString],
        });
        const { name, url, description, secret, status } = asked;
        const events = asked.events?.length ? asked.events.map(eventOf) : undefined;
        if (name) checkName(name);
        if (url) await dispatcher.checkUrl(url);
        const change = {
          name: name || undefined,
          url: url || undefined,
          events,
          description,
          secret: secret === undefined ? undefined : dispatcher.seal(secret),
          status,
        };
        return { webhook: webhookAnswer(await registry.updateWebhook(idOf(request), change)) };
      },
    },
    {
      method: 'DELETE',
      path: '/webhooks/:webhook_id',
      async handle(request) {
        await registry.deleteWebhook(idOf(request));
        return {};
      },
    },
    {
      method: 'POST',
      path: '/webhooks/:webhook_id/test',
      async handle(request) {
        const { event } = readRequest(request, messages.TestWebhook, {});
        const webhook = await registry.getWebhook(idOf(request));
        const chosen = event ? eventOf(event) : (webhook.events[0] as WebhookEvent);
        const { success, status, body, error } = await dispatcher.test(webhook, chosen);
        return {
          result: { success, response_status: status, response_body: body, error_message: error },
        };
      },
    },
  ];
}

function idOf(request: FastifyRequest): string {
  return (request.params as { webhook_id: string }).webhook_id;
}

function eventOf({
  entity = 'ENTITY_UNSPECIFIED',
  action = 'ACTION_UNSPECIFIED',
}: EventMessage): WebhookEvent {
  const event = { entity: entity.toLowerCase(), action: action.toLowerCase() };
  checkEvent(event);
  return event;
}

function checkName(name: string): void {
  if (/^(?=.{1,63}$)[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(name)) return;
  throw invalid(
    `Webhook name ${pythonRepr(name)} is invalid. It must start and end with a letter or digit, be less than 63 ` +
      'characters long, and contain only letters, digits, dots (.), underscores (_), and hyphens (-).',
  );
}
