import { Panel } from '../../design/Panel.tsx';

const SIZES = [
  ['text-figure figures', 'figure 28', '0.9731'],
  ['text-title font-semibold', 'title 22', 'Optimisation history'],
  ['text-lead font-semibold', 'lead 15', 'No runs yet'],
  ['text-body', 'body 13', 'They appear here while they train.'],
  ['text-small figures', 'small 12, figures', '1.204e−5   3m 20s   14.2 MiB'],
  ['engraved', 'engraved 11', 'val_accuracy'],
] as const;

/** The type scale. */
export function Type() {
  return (
    <Panel title="Type">
      <dl className="divide-y divide-line">
        {SIZES.map(([className, name, sample]) => (
          <div key={name} className="flex items-baseline gap-4 px-3 py-1.5">
            <dt className="w-32 shrink-0 text-ink-3 text-small">{name}</dt>
            <dd className={className}>{sample}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
