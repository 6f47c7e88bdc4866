import { join, resolve } from 'node:path';
import {
  addDataset,
  addModel,
  Catalog,
  Checksums,
  catalogFolders,
  compatibility,
  linkFolder,
  type Problem,
  verifyDataset,
} from '@orrery/runner';
import { readEnvironment, storeDirOf } from '@orrery/server';
import { Command } from 'commander';
import { table } from './table.ts';

interface AddFlags {
  slug?: string;
  name?: string;
  description?: string;
  modality?: string[];
  replace?: boolean;
}

const MARKS = { compatible: 'yes', partial: 'partly', incompatible: 'no' };

/** `orrery catalog`: the datasets and models that manifests name. */
export function catalogCommand(): Command {
  const catalog = new Command('catalog').description('add, list and check datasets and models');
  const add = catalog.command('add').description('copy a dataset or a model into the catalog of the store');
  const addition = (name: string, what: string) =>
    add
      .command(name)
      .argument('<path>', what)
      .option('--slug <slug>', 'what manifests call it; else from the name of the path')
      .option('--name <name>', 'what people call it')
      .option('--description <text>', 'a line about it')
      .option('--replace', 'take the place of what has this slug');
  addition('dataset', 'a file, or a folder with or without a dataset.yaml')
    .description('with a checksum and the columns of each file')
    .option('-m, --modality <kinds...>', 'what kinds of data it has')
    .action(addDatasetCommand);
  addition('model', 'a folder with a model.yaml')
    .description('with its hyperparameters')
    .action(addModelCommand);
  catalog
    .command('list')
    .description('datasets, models, and which go together')
    .option('--json', 'as JSON')
    .argument('[folder]', 'a catalog beside the store, as manifests have one')
    .action(list);
  catalog
    .command('check')
    .description('read every entry, and hold each file against its checksum and columns')
    .argument('[folder]', 'a catalog beside the store, as manifests have one')
    .action(check);
  catalog
    .command('link')
    .description('make a catalog outside of the store known to it')
    .argument('<folder>', 'a folder with datasets/ or models/')
    .action((folder: string) => linkFolder(storeDir(), resolve(folder)));
  return catalog;
}

function storeDir(): string {
  return storeDirOf(readEnvironment());
}

function checksums(): Checksums {
  return new Checksums(join(storeDir(), 'cache', 'checksums.json'));
}

async function addDatasetCommand(path: string, { modality, ...flags }: AddFlags): Promise<void> {
  const given = { ...flags, source: resolve(path), modalities: modality };
  const { slug, files, folder } = await addDataset(join(storeDir(), 'catalog'), given, checksums());
  console.log(`${slug} in ${folder}`);
  const rows = files.map(({ path: name, bytes, sha256, schema }) => [
    name,
    String(bytes ?? ''),
    `${sha256?.slice(0, 12)}…`,
    Object.entries(schema?.columns ?? {})
      .map(([column, type]) => `${column} ${type}`)
      .join(', ')
      .slice(0, 80),
  ]);
  console.log(table(['FILE', 'BYTES', 'SHA-256', 'COLUMNS'], rows));
}

function addModelCommand(path: string, { slug, replace }: AddFlags): void {
  const model = addModel(join(storeDir(), 'catalog'), { source: resolve(path), slug, replace });
  const fields = Object.keys(model.schema.properties ?? {}).join(', ') || 'none';
  console.log(`${model.slug} in ${model.folder}\nhyperparameters: ${fields}`);
}

function open(folder: string | undefined): Catalog {
  return new Catalog(catalogFolders(storeDir(), folder && resolve(folder)));
}

function list(folder: string | undefined, flags: { json?: boolean }): void {
  const catalog = open(folder);
  const { entries: datasets, problems } = catalog.datasets();
  const { entries: models, problems: others } = catalog.models();
  const matrix = datasets.map((dataset) => models.map((model) => compatibility(dataset, model)));
  if (flags.json) {
    console.log(JSON.stringify({ datasets, models, matrix, problems: [...problems, ...others] }));
    return;
  }
  const kinds = (modalities: string[] | null) => modalities?.join(', ') || (modalities ? '' : 'any');
  const data = datasets.map(({ slug, name, modalities, files }) => [
    slug,
    name,
    kinds(modalities),
    String(files.length || ''),
  ]);
  console.log(table(['DATASET', 'NAME', 'MODALITIES', 'FILES'], data));
  const rows = models.map(({ slug, name, version, modalities, container }) => [
    slug,
    name,
    version,
    kinds(modalities),
    container?.image ?? 'local',
  ]);
  console.log(`\n${table(['MODEL', 'NAME', 'VERSION', 'NEEDS', 'RUNS'], rows)}`);
  const cells = matrix.map((row, index) => [
    datasets[index]?.slug ?? '',
    ...row.map(
      ({ state, missing }) => `${MARKS[state]}${missing.length > 0 ? ` (${missing.join(', ')})` : ''}`,
    ),
  ]);
  console.log(`\n${table(['COMPATIBLE', ...models.map(({ slug }) => slug)], cells)}`);
  report([...problems, ...others]);
}

async function check(folder: string | undefined): Promise<void> {
  const catalog = open(folder);
  const { entries, problems } = catalog.datasets();
  const { entries: models, problems: others } = catalog.models();
  const found = [...problems, ...others];
  const known = checksums();
  for (const dataset of entries) found.push(...(await verifyDataset(dataset, known)));
  if (found.length === 0) console.log(`${entries.length} datasets and ${models.length} models are in order.`);
  report(found);
}

function report(problems: Problem[]): void {
  for (const { file, line, message } of problems)
    console.error(`${file}${line ? `:${line}` : ''}  ${message}`);
  if (problems.length > 0) process.exitCode = 1;
}
