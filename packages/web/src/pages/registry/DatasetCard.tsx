import type { Dataset } from '../../data/catalog.ts';
import { Tag } from '../../design/Tag.tsx';
import { formatBytes, plural } from '../../logic/format.ts';
import { CatalogCard } from './CatalogCard.tsx';
import { TEXT } from './text.ts';

/** A dataset: what it is, its files and their columns. */
export function DatasetCard({ dataset }: { dataset: Dataset }) {
  const { slug, name, description, modalities, folder, files } = dataset;
  return (
    <CatalogCard slug={slug} name={name} description={description} folder={folder} modalities={modalities}>
      {files.map(({ path, bytes, sha256, schema }) => (
        <div key={path} className="border-line border-t px-3 py-2">
          <p className="flex flex-wrap items-baseline gap-x-3">
            <span className="figures text-small [overflow-wrap:anywhere]">{path}</span>
            <span className="text-ink-3 text-small">
              {bytes !== null && formatBytes(bytes)}
              {schema?.rows != null && `, ${plural(schema.rows, 'row')}`}
            </span>
            {sha256 && (
              <span className="figures ml-auto text-ink-3 text-micro" title={TEXT.checksum(sha256)}>
                {sha256.slice(0, 10)}
              </span>
            )}
          </p>
          {schema && (
            <div className="mt-1 flex max-h-24 flex-wrap gap-1 overflow-y-auto">
              {Object.entries(schema.columns).map(([column, type]) => (
                <Tag key={column} name={column} value={type} />
              ))}
            </div>
          )}
        </div>
      ))}
    </CatalogCard>
  );
}
