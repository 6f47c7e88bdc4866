import { versionNeed } from '@orrery/access';
import { isPrompt, modelKindOf } from '@orrery/models';
import { readablePage } from '../access/readable.ts';
import { isArray, isBoolean, isString, required } from './checks.ts';
import { keyValues } from './key-values.ts';
import { modelVersionAnswer } from './model-answer.ts';
import * as messages from './model-messages.ts';
import { resolveSource, type SourceParts } from './model-source.ts';
import { announce, type RegistryParts, readSearch, tagObject } from './registry.ts';
import { readRequest } from './request.ts';
import type { Route } from './route.ts';

const named = [isString, required];
const MAX_RESULTS = 200_000;

/** Versions of registered models, their stages and tags. */
export function modelVersionRoutes(parts: RegistryParts & SourceParts): Route[] {
  const { registry, webhooks, loggedModels } = parts;
  return [
    {
      method: 'POST',
      path: '/model-versions/create',
      async handle(request) {
        const asked = readRequest(request, messages.CreateModelVersion, {
          name: named,
          source: named,
          run_id: [isString],
          tags: [isArray],
          run_link: [isString],
          description: [isString],
          model_id: [isString],
        });
        const { name = '', description = '', run_link = '', run_id, model_id } = asked;
        const tags = keyValues(asked.tags);
        const prompt = isPrompt(tags);
        const { source, location, runId, modelId } = await resolveSource(
          { source: asked.source ?? '', runId: run_id, modelId: model_id },
          prompt,
          parts,
        );
        const made = { name, source, location, runId, runLink: run_link, description, tags };
        const version = await registry.createModelVersion(made);
        if (!prompt && modelId) await loggedModels.noteRegistration(modelId, name, version.version);
        const common = { name, version: String(version.version) };
        const shown = { tags: tagObject(tags, prompt), description: description || null };
        const template = tags.findLast(({ key }) => key === 'mlflow.prompt.text')?.value ?? null;
        webhooks.announce(
          { entity: prompt ? 'prompt_version' : 'model_version', action: 'created' },
          prompt ? { ...common, template, ...shown } : { ...common, source, run_id: runId || null, ...shown },
        );
        return { model_version: modelVersionAnswer(version) };
      },
    },
    {
      method: 'GET',
      path: '/model-versions/get',
      async handle(request) {
        const { name = '', version = '' } = readRequest(request, messages.ModelVersionByNumber, {
          name: named,
          version: named,
        });
        return { model_version: modelVersionAnswer(await registry.getModelVersion(name, version)) };
      },
    },
    {
      method: 'PATCH',
      path: '/model-versions/update',
      async handle(request) {
        const asked = readRequest(request, messages.UpdateModelVersion, {
          name: named,
          version: named,
          description: [isString],
        });
        const { name = '', version = '', description = null } = asked;
        return {
          model_version: modelVersionAnswer(await registry.updateModelVersion(name, version, description)),
        };
      },
    },
    {
      method: 'POST',
      path: '/model-versions/transition-stage',
      async handle(request) {
        const asked = readRequest(request, messages.TransitionStage, {
          name: named,
          version: named,
          stage: named,
          archive_existing_versions: [isBoolean],
        });
        const { name = '', version = '', stage = '', archive_existing_versions = false } = asked;
        const moved = await registry.moveModelVersion(name, version, stage, archive_existing_versions);
        return { model_version: modelVersionAnswer(moved) };
      },
    },
    {
      method: 'DELETE',
      path: '/model-versions/delete',
      async handle(request) {
        const { name = '', version = '' } = readRequest(request, messages.ModelVersionByNumber, {
          name: named,
          version: named,
        });
        await registry.deleteModelVersion(name, version);
        return {};
      },
    },
    {
      method: 'GET',
      path: '/model-versions/get-download-uri',
      async handle(request) {
        const { name = '', version = '' } = readRequest(request, messages.ModelVersionByNumber, {});
        return { artifact_uri: await registry.getDownloadUri(name, version) };
      },
    },
    {
      method: 'GET',
      path: '/model-versions/search',
      async handle(request) {
        const { items, nextPageToken } = await readablePage(
          request,
          readSearch(request, MAX_RESULTS, MAX_RESULTS),
          (search) => registry.searchModelVersions(search),
          ({ name, tags }) => versionNeed(modelKindOf(tags), name, 'read'),
        );
        return {
          model_versions: items.length > 0 ? items.map(modelVersionAnswer) : undefined,
          next_page_token: nextPageToken ?? undefined,
        };
      },
    },
    {
      method: 'POST',
      path: '/model-versions/set-tag',
      async handle(request) {
        const asked = readRequest(request, messages.ModelVersionTag, {
          name: named,
          version: named,
          key: named,
          value: [isString],
        });
        const { name = '', version = '', key = '', value = '' } = asked;
        await registry.setModelVersionTag(name, version, { key, value });
        await announce(parts, name, tagEvent('set'), { version, key, value });
        return {};
      },
    },
    {
      method: 'DELETE',
      path: '/model-versions/delete-tag',
      async handle(request) {
        const asked = readRequest(request, messages.ModelVersionTag, {
          name: named,
          version: named,
          key: named,
        });
        const { name = '', version = '', key = '' } = asked;
        await registry.deleteModelVersionTag(name, version, key);
        await announce(parts, name, tagEvent('deleted'), { version, key });
        return {};
      },
    },
  ];
}

function tagEvent(action: 'set' | 'deleted') {
  return {
    ofModel: { entity: 'model_version_tag', action },
    ofPrompt: { entity: 'prompt_version_tag', action },
  };
}
