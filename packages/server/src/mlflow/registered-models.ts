import { modelNeed } from '@orrery/access';
import { isPrompt, modelKindOf } from '@orrery/models';
import { readablePage } from '../access/readable.ts';
import { isArray, isString, isStringArray, required } from './checks.ts';
import { keyValues } from './key-values.ts';
import { modelVersionAnswer, registeredModelAnswer } from './model-answer.ts';
import * as messages from './model-messages.ts';
import { announce, type RegistryParts, readSearch, tagObject } from './registry.ts';
import { readRequest } from './request.ts';
import type { Route } from './route.ts';

const named = [isString, required];

/** Registered models, their tags and aliases. */
export function registeredModelRoutes(parts: RegistryParts): Route[] {
  const { registry, webhooks } = parts;
  return [
    {
      method: 'POST',
      path: '/registered-models/create',
      async handle(request) {
        const asked = readRequest(request, messages.CreateRegisteredModel, {
          name: named,
          tags: [isArray],
          description: [isString],
        });
        const { name = '', description = '' } = asked;
        const tags = keyValues(asked.tags);
        const model = await registry.createRegisteredModel(name, tags, description);
        const prompt = isPrompt(tags);
        webhooks.announce(
          { entity: prompt ? 'prompt' : 'registered_model', action: 'created' },
          { name, tags: tagObject(tags, prompt), description },
        );
        return { registered_model: registeredModelAnswer(model) };
      },
    },
    {
      method: 'GET',
      path: '/registered-models/get',
      async handle(request) {
        const { name = '' } = readRequest(request, messages.RegisteredModelByName, { name: named });
        return { registered_model: registeredModelAnswer(await registry.getRegisteredModel(name)) };
      },
    },
    {
      method: 'PATCH',
      path: '/registered-models/update',
      async handle(request) {
        const { name = '', description = '' } = readRequest(request, messages.UpdateRegisteredModel, {
          name: named,
          description: [isString],
        });
        const model = await registry.updateRegisteredModel(name, description);
        return { registered_model: registeredModelAnswer(model) };
      },
    },
    {
      method: 'POST',
      path: '/registered-models/rename',
      async handle(request) {
        const { name = '', new_name = '' } = readRequest(request, messages.RenameRegisteredModel, {
          name: named,
          new_name: named,
        });
        const model = await registry.renameRegisteredModel(name, new_name);
        return { registered_model: registeredModelAnswer(model) };
      },
    },
    {
      method: 'DELETE',
      path: '/registered-models/delete',
      async handle(request) {
        const { name = '' } = readRequest(request, messages.RegisteredModelByName, { name: named });
        await registry.deleteRegisteredModel(name);
        return {};
      },
    },
    {
      method: 'GET',
      path: '/registered-models/search',
      async handle(request) {
        const { items, nextPageToken } = await readablePage(
          request,
          readSearch(request, 1000, 100),
          (search) => registry.searchRegisteredModels(search),
          ({ name, tags }) => modelNeed(modelKindOf(tags), name, 'read'),
        );
        return {
          registered_models: items.length > 0 ? items.map(registeredModelAnswer) : undefined,
          next_page_token: nextPageToken ?? undefined,
        };
      },
    },
    {
      method: ['GET', 'POST'],
      path: '/registered-models/get-latest-versions',
      async handle(request) {
        const { name = '', stages = [] } = readRequest(request, messages.GetLatestVersions, {
          name: named,
          stages: [isArray, isStringArray],
        });
        const versions = await registry.getLatestVersions(name, stages);
        return versions.length > 0 ? { model_versions: versions.map(modelVersionAnswer) } : {};
      },
    },
    {
      method: 'POST',
      path: '/registered-models/set-tag',
      async handle(request) {
        const asked = readRequest(request, messages.RegisteredModelTag, {
          name: named,
          key: named,
          value: [isString],
        });
        const { name = '', key = '', value = '' } = asked;
        await registry.setRegisteredModelTag(name, { key, value });
        const event = { ofModel: null, ofPrompt: { entity: 'prompt_tag', action: 'set' } };
        await announce(parts, name, event, { key, value });
        return {};
      },
    },
    {
      method: 'DELETE',
      path: '/registered-models/delete-tag',
      async handle(request) {
        const { name = '', key = '' } = readRequest(request, messages.RegisteredModelTag, {
          name: named,
          key: named,
        });
        await registry.deleteRegisteredModelTag(name, key);
        const event = { ofModel: null, ofPrompt: { entity: 'prompt_tag', action: 'deleted' } };
        await announce(parts, name, event, { key });
        return {};
      },
    },
    {
      method: 'POST',
      path: '/registered-models/alias',
      async handle(request) {
        const asked = readRequest(request, messages.Alias, { name: named, alias: named, version: named });
        const { name = '', alias = '', version = '' } = asked;
        await registry.setAlias(name, alias, version);
        const event = aliasEvent('created');
        await announce(parts, name, event, { alias, version });
        return {};
      },
    },
    {
      method: 'DELETE',
      path: '/registered-models/alias',
      async handle(request) {
        const { name = '', alias = '' } = readRequest(request, messages.Alias, { name: named, alias: named });
        await registry.deleteAlias(name, alias);
        await announce(parts, name, aliasEvent('deleted'), { alias });
        return {};
      },
    },
    {
      method: 'GET',
      path: '/registered-models/alias',
      async handle(request) {
        const { name = '', alias = '' } = readRequest(request, messages.Alias, { name: named, alias: named });
        return { model_version: modelVersionAnswer(await registry.getModelVersionByAlias(name, alias)) };
      },
    },
  ];
}

function aliasEvent(action: 'created' | 'deleted') {
  return {
    ofModel: { entity: 'model_version_alias', action },
    ofPrompt: { entity: 'prompt_alias', action },
  };
}
