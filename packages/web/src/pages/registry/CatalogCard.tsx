import type { ReactNode } from 'react';
import { Panel } from '../../design/Panel.tsx';

interface CatalogCardProps {
  slug: string;
  name: string;
  description: string;
  folder: string;
  /** null for any. */
  modalities: string[] | null;
  aside?: ReactNode;
  children?: ReactNode;
}

/** What a dataset and a model have in common. */
export function CatalogCard({
  slug,
  name,
  description,
  folder,
  modalities,
  aside,
  children,
}: CatalogCardProps) {
  return (
    <Panel
      title={
        <span title={folder}>
          {name}
          {slug !== name && <span className="figures ml-2 font-normal text-ink-3 text-small">{slug}</span>}
        </span>
      }
      aside={
        <>
          {aside}
          {(modalities ?? ['any']).map((kind) => (
            <span key={kind} className="rounded-sm bg-muted-wash px-1.5 text-ink-2 text-micro">
              {kind}
            </span>
          ))}
        </>
      }
    >
      {description && <p className="px-3 py-2 text-ink-2">{description}</p>}
      {children}
    </Panel>
  );
}
