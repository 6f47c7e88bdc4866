import { invalid, type WebhookEvent } from '@orrery/core';

const TAG = { name: 'example', version: '1', key: 'example_key', value: 'example_value' };
const ALIAS = { name: 'example', alias: 'example_alias', version: '1' };
const TAGS = { example_key: 'example_value' };
const without = <T extends object>(payload: T, name: keyof T) =>
  Object.fromEntries(Object.entries(payload).filter(([key]) => key !== name));

/** What can happen, and what a test of a webhook sends of it. */
const EXAMPLES: Record<string, Record<string, object>> = {
  registered_model: {
    created: { name: 'example', tags: TAGS, description: 'An example of a registered model' },
  },
  model_version: {
    created: {
      name: 'example',
      version: '1',
      source: 'models:/example/1',
      run_id: '0123456789abcdef',
      tags: TAGS,
      description: 'An example of a version',
    },
  },
  model_version_tag: { set: TAG, deleted: without(TAG, 'value') },
  model_version_alias: { created: ALIAS, deleted: without(ALIAS, 'version') },
  prompt: { created: { name: 'example', tags: TAGS, description: 'An example of a prompt' } },
  prompt_version: {
    created: {
      name: 'example',
      version: '1',
      template: 'Hello {{name}}!',
      tags: TAGS,
      description: 'An example of a version',
    },
  },
  prompt_tag: { set: without(TAG, 'version'), deleted: { name: 'example', key: 'example_key' } },
  prompt_version_tag: { set: TAG, deleted: without(TAG, 'value') },
  prompt_alias: { created: ALIAS, deleted: without(ALIAS, 'version') },
  budget_policy: { exceeded: { budget_policy_id: 'example', budget_amount: 100, current_spend: 105.5 } },
};

/** @throws OrreryError INVALID_PARAMETER_VALUE for an action that never happens to its entity */
export function checkEvent({ entity, action }: WebhookEvent): void {
  const actions = Object.keys(EXAMPLES[entity] ?? {}).sort();
  if (actions.includes(action)) return;
  const valid = `[${actions.map((name) => `'${name}'`).join(', ')}]`;
  throw invalid(`Invalid action '${action}' for entity '${entity}'. Valid actions are: ${valid}`);
}

export function exampleOf({ entity, action }: WebhookEvent): object {
  return EXAMPLES[entity]?.[action] ?? {};
}
