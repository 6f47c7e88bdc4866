import { useState } from 'react';
import { artifactUrl } from '../../data/artifacts.ts';
import type { RunImage } from '../../data/images.ts';
import { Num } from '../../design/Num.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Select } from '../../design/Select.tsx';
import { Empty, Loading } from '../../design/States.tsx';
import { type Board, nameOf, type Standing } from '../../logic/leaderboard.ts';
import { PlotDialog, type Shown } from './PlotDialog.tsx';
import { TEXT } from './text.ts';

interface GalleryProps {
  boards: readonly Board[];
  plots: ReadonlyMap<string, readonly RunImage[]> | undefined;
  /** The plot to show; the most common one where there is none of this name. */
  wanted: string | undefined;
  onWanted: (path: string) => void;
}

/** One plot of the best runs, datasets down and models across. */
export function Gallery({ boards, plots, wanted, onWanted }: GalleryProps) {
  const [shown, setShown] = useState<Shown | null>(null);
  if (!plots) return <Loading />;
  const counts = new Map<string, number>();
  for (const { path } of [...plots.values()].flat()) counts.set(path, (counts.get(path) ?? 0) + 1);
  const paths = [...counts].sort((a, b) => b[1] - a[1]).map(([path]) => path);
  const plot = wanted !== undefined && counts.has(wanted) ? wanted : paths[0];
  if (plot === undefined) return <Empty title={TEXT.noPlots}>{TEXT.noPlotsHint}</Empty>;
  const models = [...new Set(boards.flatMap(({ standings }) => standings.map(nameOf)))].sort();

  return (
    <Panel
      title={TEXT.plots}
      aside={
        <Select
          aria-label={TEXT.plot}
          value={plot}
          options={paths.map((path) => [path, path] as const)}
          onChange={onWanted}
          className="max-w-72"
        />
      }
    >
      <div className="overflow-x-auto">
        <table className="border-collapse">
          <thead>
            <tr className="engraved text-left">
              <td className="px-3" />
              {models.map((model) => (
                <th key={model} scope="col" className="px-2 py-1.5">
                  {model}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {boards.map(({ dataset, standings }) => (
              <tr key={dataset} className="border-line border-t align-top">
                <th scope="row" className="px-3 py-3 text-left font-semibold">
                  {dataset}
                </th>
                {models.map((model) => {
                  const standing = standings.find((one) => nameOf(one) === model);
                  return (
                    <td key={model} className="p-2">
                      {standing && (
                        <Thumbnail
                          standing={standing}
                          has={plots.get(standing.best.id)?.some(({ path }) => path === plot) ?? false}
                          plot={plot}
                          onOpen={() =>
                            setShown({ run: standing.best, path: plot, of: `${model} on ${dataset}` })
                          }
                          of={`${model} on ${dataset}`}
                        />
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="border-line border-t px-3 py-1.5 text-ink-3 text-small">{TEXT.ofBest}</p>
      {shown && <PlotDialog shown={shown} onClose={() => setShown(null)} />}
    </Panel>
  );
}

interface ThumbnailProps {
  standing: Standing;
  has: boolean;
  plot: string;
  of: string;
  onOpen: () => void;
}

function Thumbnail({ standing, has, plot, of, onOpen }: ThumbnailProps) {
  const figure = <Num value={standing.value} className="text-ink-2" />;
  if (!has) return <span className="text-ink-3">{figure}</span>;
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-label={`${plot}, ${of}`}
      className="flex w-44 flex-col gap-1 rounded-md border border-line p-1 text-left hover:border-line-strong"
    >
      <img
        src={artifactUrl(standing.best.id, plot)}
        alt=""
        loading="lazy"
        className="h-32 w-full bg-white object-contain"
      />
      {figure}
    </button>
  );
}
