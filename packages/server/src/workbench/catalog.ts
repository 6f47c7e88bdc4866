import { join } from 'node:path';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { OrreryError } from '@orrery/core';
import {
  addDataset,
  addModel,
  Catalog,
  Checksums,
  catalogFolders,
  compatibility,
  type DatasetEntry,
  type ModelEntry,
  verifyDataset,
} from '@orrery/runner';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { Type } from 'typebox';
import type { ServerConfig } from '../config.ts';
import { AdditionBody, CatalogAnswer, Dataset, Failure, Model, Problem } from './schemas.ts';

/** Datasets, models, and which of them go together. */
export async function catalogRoutes(
  instance: FastifyInstance,
  { config: { storeDir } }: { config: ServerConfig },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const checksums = new Checksums(join(storeDir, 'cache', 'checksums.json'));
  const tags = ['catalog'];

  app.get(
    '/api/workbench/catalog',
    { schema: { tags, summary: 'All of the catalog', response: { 200: CatalogAnswer } } },
    async () => {
      const folders = catalogFolders(storeDir);
      const catalog = new Catalog(folders);
      const datasets = catalog.datasets();
      const models = catalog.models();
      return {
        folders,
        datasets: datasets.entries,
        models: models.entries.map(modelAnswer),
        matrix: datasets.entries.flatMap((dataset) =>
          models.entries.map((model) => ({
            dataset: dataset.slug,
            model: model.slug,
            ...compatibility(dataset, model),
          })),
        ),
        problems: [...datasets.problems, ...models.problems],
      };
    },
  );

  app.post(
    '/api/workbench/catalog/check',
    {
      schema: {
        tags,
        summary: 'Hold all datasets against their checksums and schemas',
        response: { 200: Type.Object({ problems: Type.Array(Problem) }) },
      },
    },
    async () => {
      const catalog = new Catalog(catalogFolders(storeDir));
      const { entries, problems } = catalog.datasets();
      const found = [...problems, ...catalog.models().problems];
      for (const dataset of entries) found.push(...(await verifyDataset(dataset, checksums)));
      return { problems: found };
    },
  );

  const ofThisMachine = { onRequest: onlyFromThisMachine };
  app.post(
    '/api/workbench/catalog/datasets',
    {
      ...ofThisMachine,
      schema: {
        tags,
        summary: 'Add a dataset from a path of the server',
        body: AdditionBody,
        response: { 201: Dataset, 400: Failure, 403: Failure },
      },
    },
    async ({ body }, reply): Promise<DatasetEntry> => {
      reply.code(201);
      return addDataset(join(storeDir, 'catalog'), body, checksums);
    },
  );
  app.post(
    '/api/workbench/catalog/models',
    {
      ...ofThisMachine,
      schema: {
        tags,
        summary: 'Add a model from a folder of the server',
        body: AdditionBody,
        response: { 201: Model, 400: Failure, 403: Failure },
      },
    },
    async ({ body }, reply) => {
      reply.code(201);
      return modelAnswer(addModel(join(storeDir, 'catalog'), body));
    },
  );
}

/** A model is a program: who adds one must be on the machine that runs it. */
async function onlyFromThisMachine({ socket }: FastifyRequest): Promise<void> {
  const address = socket.remoteAddress;
  if (address && ipaddr.process(address).range() === 'loopback') return;
  throw new OrreryError(
    'PERMISSION_DENIED',
    "The catalog grows only from the machine that the server is on: run 'orrery catalog add' there.",
  );
}

function modelAnswer({ container, preprocessing: _p, memoryLimit: _m, ...model }: ModelEntry) {
  return { ...model, image: container?.image ?? null };
}
