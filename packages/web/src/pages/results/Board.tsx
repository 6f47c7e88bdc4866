import { Link } from '@tanstack/react-router';
import { artifactUrl } from '../../data/artifacts.ts';
import type { RunImage } from '../../data/images.ts';
import { cx } from '../../design/cx.ts';
import { Num } from '../../design/Num.tsx';
import { Panel } from '../../design/Panel.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { formatNumber } from '../../logic/format.ts';
import { type Board as BoardOf, nameOf, type Standing } from '../../logic/leaderboard.ts';
import { numericText } from '../../logic/numbers.ts';
import type { Shown } from './PlotDialog.tsx';
import { TEXT } from './text.ts';

interface BoardProps {
  board: BoardOf;
  metric: string;
  /** Params that differ between the runs of the experiment. */
  params: readonly string[];
  plots: ReadonlyMap<string, readonly RunImage[]> | undefined;
  onPlot: (shown: Shown) => void;
}

/** The models on one dataset, the best first, with what their best runs were made with. */
export function Board({ board, metric, params, plots, onPlot }: BoardProps) {
  const { dataset, standings } = board;
  const means = standings.map(({ mean }) => mean).filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...means), Math.max(0, ...means)];
  return (
    <Panel title={dataset} aside={<span className="text-ink-3 text-small">{metric}</span>}>
      <div className="overflow-x-auto">
        <table className="w-full border-collapse">
          <thead>
            <tr className="engraved text-left">
              <th scope="col" className="w-10 px-3 py-1.5 text-right">
                #
              </th>
              <th scope="col" className="px-2 py-1.5">
                {TEXT.model}
              </th>
              <th scope="col" className="px-2 py-1.5" colSpan={2}>
                {TEXT.mean}
              </th>
              <th scope="col" className="whitespace-nowrap px-2 py-1.5 text-right">
                {TEXT.sd}
              </th>
              <th scope="col" className="px-2 py-1.5 text-right">
                {TEXT.runs}
              </th>
              <th scope="col" className="px-3 py-1.5" colSpan={2}>
                {TEXT.bestRunWith}
              </th>
            </tr>
          </thead>
          <tbody>
            {standings.map((standing) => (
              <Row
                key={`${standing.model} ${standing.searched}`}
                standing={standing}
                share={high === low ? 0 : (standing.mean - low) / (high - low)}
                params={params}
                images={plots?.get(standing.best.id) ?? NO_IMAGES}
                onPlot={(path) =>
                  onPlot({ run: standing.best, path, of: `${nameOf(standing)} on ${dataset}` })
                }
              />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const NO_IMAGES: readonly RunImage[] = [];
const MOST_PARAMS = 8;
const MOST_IMAGES = 3;

interface RowProps {
  standing: Standing;
  share: number;
  params: readonly string[];
  images: readonly RunImage[];
  onPlot: (path: string) => void;
}

function Row({ standing, share, params, images, onPlot }: RowProps) {
  const { model, searched, runs, broken, mean, deviation, rank, best, tied } = standing;
  const first = rank === 1;
  return (
    <tr className="border-line border-t">
      <td className={cx('figures px-3 py-1.5 text-right', first ? 'font-semibold text-brass' : 'text-ink-3')}>
        {rank}
      </td>
      <th scope="row" className={cx('px-2 py-1.5 text-left', first ? 'font-semibold' : 'font-normal')}>
        {model}
        {searched && <span className="ml-1.5 font-normal text-ink-3 text-small">{TEXT.searched}</span>}
        {tied === true && (
          <span
            className="ml-1.5 rounded-sm bg-brass-wash px-1 font-normal text-brass text-micro"
            title={TEXT.aWelchTTest}
          >
            {TEXT.first}
          </span>
        )}
      </th>
      <td className="w-20 py-1.5 pl-2 text-right">
        <Num value={mean} className={first ? 'font-semibold text-brass' : ''} />
      </td>
      <td className="w-28 px-2 py-1.5">
        <div className="h-1.5 bg-muted-wash" aria-hidden="true">
          <div
            className="h-full"
            style={{
              width: `${Math.round(share * 100)}%`,
              background: first ? 'var(--brass-line)' : 'var(--line-strong)',
            }}
          />
        </div>
      </td>
      <td className="px-2 py-1.5 text-right">
        {deviation === null ? <span className="text-line-strong">–</span> : <Num value={deviation} />}
      </td>
      <td className="figures px-2 py-1.5 text-right text-small" title={TEXT.runsOf(runs, broken)}>
        {runs}
      </td>
      <td className="px-3 py-1.5">
        <Link
          to="/experiments/$experimentId/runs/$runId"
          params={{ experimentId: best.experimentId, runId: best.id }}
          className="inline-flex items-center gap-1.5 whitespace-nowrap hover:underline"
        >
          <RunDot runId={best.id} /> {best.name}
        </Link>
        <span className="flex flex-wrap gap-x-3 text-ink-2 text-small">
          {params
            .filter((key) => best.params[key] !== undefined)
            .slice(0, MOST_PARAMS)
            .map((key) => (
              <span key={key} className="whitespace-nowrap">
                <span className="text-ink-3">{key}</span> <Value text={best.params[key] ?? ''} />
              </span>
            ))}
        </span>
      </td>
      <td className="py-1 pr-3">
        <span className="flex gap-1">
          {images.slice(0, MOST_IMAGES).map(({ path }) => (
            <button
              key={path}
              type="button"
              aria-label={TEXT.of(path, best.name)}
              title={path}
              onClick={() => onPlot(path)}
              className="size-9 shrink-0 overflow-hidden rounded-sm border border-line hover:border-line-strong"
            >
              <img
                src={artifactUrl(best.id, path)}
                alt=""
                loading="lazy"
                className="size-full bg-white object-cover"
              />
            </button>
          ))}
        </span>
      </td>
    </tr>
  );
}

function Value({ text }: { text: string }) {
  const number = numericText(text);
  return <span className="figures">{number === null ? text : formatNumber(number)}</span>;
}
