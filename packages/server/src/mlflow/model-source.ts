import { existsSync, realpathSync } from 'node:fs';
import { posix } from 'node:path';
import { invalid, type LoggedModel, OrreryError } from '@orrery/core';
import { isPrompt, type LoggedModelStore, type ModelRegistry } from '@orrery/models';
import type { HostPolicy } from '../artifacts/hosts.ts';
import type { ArtifactRoots } from '../artifacts/roots.ts';

/** What prompts, which have no files, name as their source. */
const PLACEHOLDERS = ['dummy-source', 'prompt-template'];

export interface SourceParts {
  registry: ModelRegistry;
  loggedModels: LoggedModelStore;
  roots: ArtifactRoots;
  hosts: HostPolicy;
}

/** What a client says of a new version's origin; undefined where it says nothing. */
export interface AskedSource {
  source: string;
  runId: string | undefined;
  modelId: string | undefined;
}

export interface ResolvedSource {
  source: string;
  /** Below it are the version's files. */
  location: string;
  runId: string | null;
  modelId: string | null;
}

/**
 * Finds where a new version's files are, and refuses sources that would let a client read what is not below
 * the artifacts of the run or logged model that it names (mlflow/server/handlers.py, 3.17.2).
 */
export async function resolveSource(
  asked: AskedSource,
  prompt: boolean,
  parts: SourceParts,
): Promise<ResolvedSource> {
  if (prompt) {
    if (!PLACEHOLDERS.includes(asked.source))
      throw invalid(
        `Invalid prompt source: '${asked.source}'. Prompt sources must use an MLflow placeholder.`,
      );
    const { source, runId = '', modelId = '' } = asked;
    return { source, location: source, runId, modelId };
  }
  parts.hosts.checkSource(asked.source);
  const { source, runId, modelId } = await followModelUri(asked, parts);
  if (modelId) await checkBelow(source, 'model_id', modelId, parts.roots.ofLoggedModel);
  else await checkBelow(source, 'run_id', runId, parts.roots.ofRun);
  const origin = await originOf(source, parts);
  const logged = modelId && !runId ? await parts.loggedModels.getLoggedModel(modelId) : null;
  return {
    source,
    location: origin.location,
    runId: (runId || origin.model?.sourceRunId || logged?.sourceRunId) ?? runId,
    modelId,
  };
}

interface ModelUri {
  modelId?: string;
  name?: string;
  version?: string;
  stage?: string;
  alias?: string;
}

/** Reads `models:/<id>`, `models:/<name>/<version or stage or latest>` or `models:/<name>@<alias>`. */
export function parseModelUri(uri: string): ModelUri | null {
  const parts = /^models:\/+([^?#]*)$/i.exec(uri)?.[1]?.split('/') ?? [];
  const [first = '', suffix] = parts;
  if (parts.length > 2 || first.trim() === '' || suffix?.trim() === '') return null;
  if (suffix !== undefined) {
    if (/^\d+$/.test(suffix)) return { name: first, version: suffix };
    return suffix.toLowerCase() === 'latest' ? { name: first } : { name: first, stage: suffix };
  }
  const at = first.lastIndexOf('@');
  if (at < 0) return { modelId: first };
  return first.slice(at + 1).trim() === '' ? null : { name: first.slice(0, at), alias: first.slice(at + 1) };
}

/** A version made of another one shares its run and its logged model, and names it by number. */
async function followModelUri({ source, runId, modelId }: AskedSource, { registry }: SourceParts) {
  const asked = { source, runId: runId ?? '', modelId: modelId ?? '' };
  if (!/^models:/i.test(source)) return asked;
  if (/^models:\/\/[^/]/i.test(source))
    throw invalid(
      `Invalid model version source: '${source}'. Registered model sources must use the active model registry.`,
    );
  const uri = parseModelUri(source);
  if (!uri) throw badSource(source, 'model_id');
  const { name } = uri;
  if (name === undefined) return asked;
  if (isPrompt((await registry.getRegisteredModel(name)).tags))
    throw invalid(
      `Invalid model version source: '${source}'. Prompt versions cannot be used as model version sources.`,
    );
  const version = await versionOf(name, uri, registry);
  if (runId !== undefined && runId !== (version.runId ?? ''))
    throw invalid(
      `Invalid model version source: '${source}'. The run_id and model_id request parameters must match the referenced model version.`,
    );
  return { source: `models:/${name}/${version.version}`, runId: version.runId ?? '', modelId: asked.modelId };
}

async function versionOf(name: string, { version, stage, alias }: ModelUri, registry: ModelRegistry) {
  if (version !== undefined) return registry.getModelVersion(name, version);
  if (alias !== undefined) return registry.getModelVersionByAlias(name, alias);
  const latest = await registry.getLatestVersions(name, stage === undefined ? [] : [stage]);
  const [newest] = latest.sort((a, b) => b.version - a.version);
  if (newest) return newest;
  const message = `No versions of model with name '${name}' and stage '${stage ?? 'latest'}' found`;
  throw new OrreryError('RESOURCE_DOES_NOT_EXIST', message);
}

type IdName = 'run_id' | 'model_id';

async function checkBelow(
  source: string,
  idName: IdName,
  id: string,
  rootOf: (id: string) => Promise<string>,
): Promise<void> {
  const root = async () => {
    if (!id) throw badSource(source, idName);
    return rootOf(id).catch((error: OrreryError) => {
      throw error.code === 'RESOURCE_DOES_NOT_EXIST' ? badSource(source, idName) : error;
    });
  };
  if (isLocal(source)) {
    if (id) {
      const uri = await root();
      if (isLocal(uri) && isWithin(pathOf(source), pathOf(uri))) return;
    }
    throw invalid(
      `Invalid model version source: '${id ? pathOf(source) : source}'. To use a local path as a model version source, the ${idName} request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the ${idName}.`,
    );
  }
  checkAbsolute(source);
  const scheme = source.slice(0, source.indexOf(':')).toLowerCase();
  if (scheme === 'runs') {
    const runId = /^runs:\/+([^/]+)\/./i.exec(source)?.[1];
    if (idName === 'run_id' && id && runId === id) return;
    throw badSource(source, idName);
  }
  if (scheme === 'models') {
    const uri = parseModelUri(source);
    if (!uri || (uri.modelId !== undefined && (idName === 'run_id' || uri.modelId !== id)))
      throw badSource(source, 'model_id');
  }
  if (isProxied(source) && !isBelow(source, await root())) throw badSource(source, idName);
}

/** Refuses `..` and NUL, however often they are percent-encoded, and paths that are not in their plain form. */
function checkAbsolute(source: string): void {
  let decoded = source;
  for (let next = unquotePlus(decoded); next !== decoded; next = unquotePlus(decoded)) decoded = next;
  const path = (/^[a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?([^?#]*)/i.exec(decoded)?.[1] ?? decoded)
    .replace(/\/+$/, '')
    .replace(/\/+/g, '/');
  if (!path.includes('\0') && !decoded.split('/').includes('..') && posix.resolve(path) === path) return;
  throw invalid(
    `Invalid model version source: '${source}'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.`,
  );
}

async function originOf(
  source: string,
  { loggedModels, registry }: SourceParts,
): Promise<{ location: string; model: LoggedModel | null }> {
  const uri = parseModelUri(source);
  if (!uri) return { location: source, model: null };
  try {
    if (uri.modelId !== undefined) {
      const model = await loggedModels.getLoggedModel(uri.modelId);
      return { location: model.artifactUri, model };
    }
    return { location: await registry.getDownloadUri(uri.name ?? '', uri.version ?? ''), model: null };
  } catch (error) {
    const message = `Unable to fetch model from model URI source artifact location '${source}'.Error: ${(error as Error).message}`;
    throw new OrreryError('INTERNAL_ERROR', message);
  }
}

function badSource(source: string, idName: IdName): OrreryError {
  return invalid(
    `Invalid model version source: '${source}'. The ${idName} request parameter must identify the resource that contains the source.`,
  );
}

function isLocal(uri: string): boolean {
  return uri.startsWith('file:') || !/^[a-z][a-z0-9+.-]*:/i.test(uri);
}

/** Where a local source really is: behind links, if it exists. */
function pathOf(uri: string): string {
  if (/^file:\/\/(?!localhost|127\.0\.0\.1|\/)/.test(uri))
    throw invalid(`${uri} names another machine, which the server cannot read.`);
  const path = posix.resolve(uri.startsWith('file:') ? decodeURIComponent(new URL(uri).pathname) : uri);
  return existsSync(path) ? realpathSync(path) : path;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function isProxied(uri: string): boolean {
  return /^mlflow-artifacts:/i.test(uri) || /^https?:.*\/api\/2\.0\/mlflow-artifacts\/artifacts/i.test(uri);
}

/** Whether the decoded path of one URI begins with that of another on the same host. */
function isBelow(source: string, root: string): boolean {
  const [from, below] = [root, source].map((uri) => {
    const [, scheme = '', host = '', path = ''] = /^([^:]*):(?:\/\/([^/?#]*))?([^?#]*)/.exec(uri) ?? [];
    const parts = path.split('/').filter((part) => part !== '');
    return { place: `${scheme}://${host}`.toLowerCase(), parts: parts.map(decodeFully) };
  }) as [{ place: string; parts: string[] }, { place: string; parts: string[] }];
  return (
    from.place === below.place &&
    from.parts.length > 0 &&
    from.parts.every((part, index) => part === below.parts[index])
  );
}

function decodeFully(text: string): string {
  const next = unquote(text);
  return next === text ? text : decodeFully(next);
}

function unquotePlus(text: string): string {
  return unquote(text.replaceAll('+', ' '));
}

function unquote(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) =>
    Buffer.from(encoded.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
