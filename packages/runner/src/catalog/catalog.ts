import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean, type Problem } from '../manifest/problem.ts';
import { YamlFile } from '../manifest/yaml-file.ts';
import type { DatasetEntry, ModelEntry } from './entry.ts';
import { readDataset } from './read-dataset.ts';
import { readModel } from './read-model.ts';
import { record } from './values.ts';

type Kind = 'dataset' | 'model';

/** Datasets and models by slug, from several folders; an earlier folder wins. */
export class Catalog {
  readonly folders: string[];
  readonly #read = new Map<string, DatasetEntry | ModelEntry | Problem[]>();

  constructor(folders: string[]) {
    this.folders = folders;
  }

  /** @returns the dataset of a slug or a name, or what is wrong with its entry or name */
  dataset(slug: string): DatasetEntry | Problem[] {
    return this.#get('dataset', slug, readDataset);
  }

  /** @returns the model of a slug or a name, or what is wrong with its entry or name */
  model(slug: string): ModelEntry | Problem[] {
    return this.#get('model', slug, readModel);
  }

  /** All datasets that can be read, and what is wrong with the others. */
  datasets(): { entries: DatasetEntry[]; problems: Problem[] } {
    return this.#all('dataset', readDataset);
  }

  /** All models that can be read, and what is wrong with the others. */
  models(): { entries: ModelEntry[]; problems: Problem[] } {
    return this.#all('model', readModel);
  }

  #get<T extends DatasetEntry | ModelEntry>(
    kind: Kind,
    name: string,
    read: (slug: string, file: string) => T | Problem[],
  ): T | Problem[] {
    const known = this.#read.get(`${kind} ${name}`) as T | Problem[] | undefined;
    if (known) return known;
    const files = this.#files(kind);
    const slug = files.has(name) ? name : this.#slugOf(files, name);
    const found = slug
      ? read(slug, files.get(slug) as string)
      : [{ file: 'catalog', message: unknown(kind, name, files.keys()) }];
    this.#read.set(`${kind} ${name}`, found);
    return found;
  }

  #all<T extends DatasetEntry | ModelEntry>(
    kind: Kind,
    read: (slug: string, file: string) => T | Problem[],
  ): { entries: T[]; problems: Problem[] } {
    const found = [...this.#files(kind).keys()].sort().map((slug) => this.#get(kind, slug, read));
    return {
      entries: found.filter((one): one is T => !Array.isArray(one)),
      problems: found.filter((one): one is Problem[] => Array.isArray(one)).flat(),
    };
  }

  /** The YAML file of each slug. */
  #files(kind: Kind): Map<string, string> {
    const files = new Map<string, string>();
    for (const folder of this.folders.map((one) => join(one, `${kind}s`))) {
      if (!existsSync(folder)) continue;
      for (const slug of readdirSync(folder)) {
        const file = join(folder, slug, `${kind}.yaml`);
        if (!slug.startsWith('.') && !files.has(slug) && existsSync(file)) files.set(slug, file);
      }
    }
    return files;
  }

  /** Manifests of multiverse name models by the name that is shown, in any case. */
  #slugOf(files: Map<string, string>, name: string): string | undefined {
    const wanted = name.trim().toLowerCase();
    const slugs = [...files.keys()];
    const shown = (slug: string) => String(record(new YamlFile(files.get(slug) as string).value).name ?? '');
    return (
      slugs.find((slug) => slug.toLowerCase() === wanted) ??
      slugs.find((slug) => shown(slug).trim().toLowerCase() === wanted)
    );
  }
}

function unknown(kind: Kind, slug: string, known: Iterable<string>): string {
  const names = [...known].sort();
  return `no ${kind} '${slug}' in the catalog (${names.join(', ') || 'empty'}).${didYouMean(slug, names)}`;
}
