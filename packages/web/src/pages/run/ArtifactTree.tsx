import { Download, File, Folder, FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { type Artifact, artifactZipUrl, useArtifacts } from '../../data/artifacts.ts';
import { cx } from '../../design/cx.ts';
import { formatBytes } from '../../logic/format.ts';
import { TEXT } from './text.ts';

interface TreeProps {
  runId: string;
  folder: string;
  selected: string | undefined;
  onSelect: (path: string) => void;
}

/** One folder's entries; a folder inside is fetched when it is opened. */
export function ArtifactTree(props: TreeProps) {
  const { data, isPending, error } = useArtifacts(props.runId, props.folder);
  if (isPending) return <p className="px-2 py-0.5 text-ink-3">{TEXT.loading}</p>;
  if (error) return <p className="px-2 py-0.5 text-alarm">{error.message}</p>;
  if (data.length === 0) return <p className="px-2 py-0.5 text-ink-3">{TEXT.empty}</p>;
  return (
    <ul>
      {data.map((entry) => (
        <li key={entry.path}>
          {entry.isDir ? <FolderEntry {...props} entry={entry} /> : <FileEntry {...props} entry={entry} />}
        </li>
      ))}
    </ul>
  );
}

const ENTRY = 'flex w-full items-center gap-2 rounded-sm px-2 py-0.5 text-left hover:bg-hover';

function FolderEntry(props: TreeProps & { entry: Artifact }) {
  const { entry, selected } = props;
  const [open, setOpen] = useState(selected?.startsWith(`${entry.path}/`) ?? false);
  const Icon = open ? FolderOpen : Folder;
  return (
    <>
      <span className="group flex items-center">
        <button type="button" className={ENTRY} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon size={14} className="shrink-0 text-brass" aria-hidden="true" />
          <span className="truncate">{entry.name}</span>
        </button>
        <a
          href={artifactZipUrl(props.runId, entry.path)}
          download
          aria-label={TEXT.folderAsZip(entry.name)}
          title={TEXT.asZip}
          className="px-1 text-ink-3 opacity-0 hover:text-ink focus:opacity-100 group-hover:opacity-100"
        >
          <Download size={13} />
        </a>
      </span>
      {open && (
        <div className="ml-3.5 border-line border-l pl-1.5">
          <ArtifactTree {...props} folder={entry.path} />
        </div>
      )}
    </>
  );
}

function FileEntry({ entry, selected, onSelect }: TreeProps & { entry: Artifact }) {
  const chosen = entry.path === selected;
  return (
    <button
      type="button"
      className={cx(ENTRY, chosen && 'bg-brass-wash font-medium')}
      aria-current={chosen || undefined}
      onClick={() => onSelect(entry.path)}
      title={entry.path}
    >
      <File size={14} className="shrink-0 text-ink-3" aria-hidden="true" />
      <span className="min-w-0 flex-1 truncate">{entry.name}</span>
      {entry.size !== null && (
        <span className="figures shrink-0 font-normal text-ink-3 text-micro">{formatBytes(entry.size)}</span>
      )}
    </button>
  );
}
