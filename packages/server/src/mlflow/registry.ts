import type { Tag, WebhookEvent } from '@orrery/core';
import { isPrompt, type ModelRegistry, type SearchRegistry } from '@orrery/models';
import type { FastifyRequest } from 'fastify';
import type { WebhookDispatcher } from '../webhooks/dispatcher.ts';
import { atMost, isArray, isIntegerLike, isString, isStringArray } from './checks.ts';
import * as messages from './model-messages.ts';
import { readRequest } from './request.ts';

/** Keys of tags that make a prompt of a registered model, and hold what it says. */
const PROMPT_INTERNAL = ['mlflow.prompt.is_prompt', 'mlflow.prompt.type', 'mlflow.prompt.text'];

/** The registry, and those who are told what happens in it. */
export interface RegistryParts {
  registry: ModelRegistry;
  webhooks: Pick<WebhookDispatcher, 'announce'>;
}

/** Announces a change of a model or its prompt kin; MLflow knows no event for some changes of models. */
export async function announce(
  { registry, webhooks }: RegistryParts,
  name: string,
  event: { ofModel: WebhookEvent | null; ofPrompt: WebhookEvent },
  data: object,
): Promise<void> {
  const chosen = isPrompt((await registry.getRegisteredModel(name)).tags) ? event.ofPrompt : event.ofModel;
  if (chosen) webhooks.announce(chosen, { name, ...data });
}

/** Tags as webhooks show them; a prompt's own are left out. */
export function tagObject(tags: Tag[], ofPrompt: boolean): Record<string, string> {
  const shown = tags.filter(({ key }) => !ofPrompt || !PROMPT_INTERNAL.includes(key));
  return Object.fromEntries(shown.map(({ key, value }) => [key, value]));
}

/**
 * Reads a search of the registry.
 *
 * @param most how many results may be asked for
 * @param usual how many there are where the request does not say
 */
export function readSearch(request: FastifyRequest, most: number, usual: number): SearchRegistry {
  const asked = readRequest(request, messages.SearchRegistry, {
    filter: [isString],
    max_results: [isIntegerLike, atMost(most)],
    order_by: [isArray, isStringArray],
    page_token: [isString],
  });
  return {
    filter: asked.filter ?? '',
    maxResults: Number(asked.max_results ?? usual),
    orderBy: asked.order_by ?? [],
    pageToken: asked.page_token || null,
  };
}
