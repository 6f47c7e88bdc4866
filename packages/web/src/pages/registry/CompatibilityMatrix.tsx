import type { Catalog, Pair } from '../../data/catalog.ts';
import { TEXT } from './text.ts';

/** Datasets down, models across, and in each cell whether they go together. */
export function CompatibilityMatrix({ catalog }: { catalog: Catalog }) {
  const pairs = new Map(catalog.matrix.map((pair) => [`${pair.dataset} ${pair.model}`, pair]));
  return (
    <div className="overflow-x-auto">
      <table className="border-collapse">
        <thead>
          <tr>
            <th scope="col" className="engraved px-3 py-2 text-left">
              {TEXT.dataset}
            </th>
            {catalog.models.map(({ slug, modalities }) => (
              <th key={slug} scope="col" className="px-3 py-2 text-left font-medium">
                {slug}
                <span className="block font-normal text-ink-3 text-micro">
                  {modalities?.join(', ') ?? TEXT.any}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {catalog.datasets.map(({ slug, modalities }) => (
            <tr key={slug} className="border-line border-t">
              <th scope="row" className="px-3 py-1.5 text-left font-medium">
                {slug}
                <span className="ml-2 font-normal text-ink-3 text-micro">{modalities.join(', ')}</span>
              </th>
              {catalog.models.map((model) => {
                const pair = pairs.get(`${slug} ${model.slug}`);
                return (
                  <td key={model.slug} className="whitespace-nowrap px-3 py-1.5">
                    {pair && <Mark pair={pair} />}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A form, a colour and a word, so that no one of them carries it alone. */
function Mark({ pair: { state, missing, unused } }: { pair: Pair }) {
  const tone = { compatible: 'text-verdigris', partial: 'text-brass', incompatible: 'text-ink-3' }[state];
  const words =
    state === 'incompatible'
      ? `no ${missing.join(', ')}`
      : state === 'partial'
        ? `leaves ${unused.join(', ')}`
        : 'yes';
  return (
    <span className={`inline-flex items-center gap-1.5 ${tone}`}>
      <svg
        width="12"
        height="12"
        viewBox="0 0 12 12"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        aria-hidden="true"
      >
        {state === 'incompatible' ? (
          <path d="M3 3l6 6M9 3l-6 6" />
        ) : (
          <>
            <circle cx="6" cy="6" r="4.4" />
            <path
              d={
                state === 'partial'
                  ? 'M6 1.6a4.4 4.4 0 0 1 0 8.8Z'
                  : 'M1.6 6a4.4 4.4 0 1 1 8.8 0a4.4 4.4 0 1 1-8.8 0Z'
              }
              fill="currentColor"
              stroke="none"
            />
          </>
        )}
      </svg>
      <span className="text-small">{words}</span>
    </span>
  );
}
