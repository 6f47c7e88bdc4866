import type { Tag, WebhookEvent } from '@orrery/core';
import { isPrompt, type ModelRegistry } from '@orrery/models';
import type { WebhookDispatcher } from '../webhooks/dispatcher.ts';

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
