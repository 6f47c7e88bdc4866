import { Link } from '@tanstack/react-router';
import { cx } from '../../design/cx.ts';
import { Num } from '../../design/Num.tsx';
import { Panel } from '../../design/Panel.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { plural } from '../../logic/format.ts';
import type { Board as BoardOf, Standing } from '../../logic/leaderboard.ts';

/** The models on one dataset, the best first. */
export function Board({
  board,
  metric,
  experimentId,
}: {
  board: BoardOf;
  metric: string;
  experimentId: string;
}) {
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
                Model
              </th>
              <th scope="col" className="px-2 py-1.5" colSpan={2}>
                Mean
              </th>
              <th scope="col" className="whitespace-nowrap px-2 py-1.5 text-right">
                ± sd
              </th>
              <th scope="col" className="px-2 py-1.5 text-right">
                Runs
              </th>
              <th scope="col" className="px-3 py-1.5">
                Best run
              </th>
            </tr>
          </thead>
          <tbody>
            {standings.map((standing) => (
              <Row
                key={`${standing.model} ${standing.searched}`}
                standing={standing}
                share={high === low ? 0 : (standing.mean - low) / (high - low)}
                experimentId={experimentId}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row({ standing, share, experimentId }: { standing: Standing; share: number; experimentId: string }) {
  const { model, searched, values, mean, deviation, rank, best, tied } = standing;
  const first = rank === 1;
  return (
    <tr className="border-line border-t">
      <td className={cx('figures px-3 py-1.5 text-right', first ? 'font-semibold text-brass' : 'text-ink-3')}>
        {rank}
      </td>
      <th scope="row" className={cx('px-2 py-1.5 text-left', first ? 'font-semibold' : 'font-normal')}>
        {model}
        {searched && <span className="ml-1.5 font-normal text-ink-3 text-small">searched</span>}
        {tied === true && (
          <span
            className="ml-1.5 rounded-sm bg-brass-wash px-1 font-normal text-brass text-micro"
            title="A Welch t-test finds no difference from the first at 5 %"
          >
            ≈ first
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
      <td className="figures px-2 py-1.5 text-right text-small" title={plural(values.length, 'run')}>
        {values.length}
      </td>
      <td className="px-3 py-1.5">
        <Link
          to="/experiments/$experimentId/runs/$runId"
          params={{ experimentId, runId: best.id }}
          className="inline-flex items-center gap-1.5 whitespace-nowrap hover:underline"
        >
          <RunDot runId={best.id} /> {best.name}
        </Link>
      </td>
    </tr>
  );
}
