import type { Hyperparameter, Model } from '../../data/catalog.ts';
import { CatalogCard } from './CatalogCard.tsx';
import { TEXT } from './text.ts';

/** A model: how it starts, and its hyperparameters. */
export function ModelCard({ model }: { model: Model }) {
  const { slug, name, description, folder, modalities, version, image, command, schema } = model;
  const fields = Object.entries(schema.properties ?? {});
  return (
    <CatalogCard
      slug={slug}
      name={name}
      description={description}
      folder={folder}
      modalities={modalities}
      aside={version && <span className="figures text-ink-3 text-small">{version}</span>}
    >
      <p className="figures border-line border-t px-3 py-1.5 text-ink-2 text-small [overflow-wrap:anywhere]">
        {image ?? command?.join(' ')}
      </p>
      {fields.length > 0 && (
        <table className="w-full border-collapse">
          <thead className="sr-only">
            <tr>
              <th>{TEXT.hyperparameter}</th>
              <th>{TEXT.values}</th>
              <th>{TEXT.default}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(([field, spec]) => (
              <tr key={field} className="border-line border-t">
                <th scope="row" className="px-3 py-1 text-left font-normal" title={spec.description}>
                  {field}
                  {spec['x-sweepable'] && (
                    <span className="ml-1.5 text-brass text-micro">{TEXT.searched}</span>
                  )}
                </th>
                <td className="px-2 py-1 text-ink-3 text-small">{rangeOf(spec)}</td>
                <td className="figures px-3 py-1 text-right text-small">
                  {spec.default === undefined ? '' : String(spec.default)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </CatalogCard>
  );
}

function rangeOf({ type, enum: choices, minimum, maximum, ...rest }: Hyperparameter): string {
  if (choices) return choices.join(', ');
  const bounds =
    minimum !== undefined && maximum !== undefined
      ? `${minimum} to ${maximum}`
      : minimum !== undefined
        ? `from ${minimum}`
        : maximum !== undefined
          ? `to ${maximum}`
          : '';
  return `${[type ?? ''].flat().join(' or ')} ${bounds}${rest['x-log'] ? ', log' : ''}`.trim();
}
