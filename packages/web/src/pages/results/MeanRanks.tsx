import { Num } from '../../design/Num.tsx';
import { Panel } from '../../design/Panel.tsx';
import { plural } from '../../logic/format.ts';
import { type Board, meanRanks } from '../../logic/leaderboard.ts';
import { TEXT } from './text.ts';

/** Who is best over all datasets. */
export function MeanRanks({ boards }: { boards: readonly Board[] }) {
  const ranks = meanRanks(boards);
  return (
    <Panel
      title={TEXT.overAllDatasets}
      aside={<span className="text-ink-3 text-small">{TEXT.meanRank}</span>}
    >
      <ol className="flex flex-wrap gap-x-6 gap-y-2 px-3 py-2.5">
        {ranks.map(({ name, rank, datasets }, index) => (
          <li key={name} className="flex items-baseline gap-2" title={plural(datasets, 'dataset')}>
            <Num
              value={rank}
              digits={3}
              className={index === 0 ? 'font-semibold text-brass text-lead' : 'text-lead'}
            />
            <span className={index === 0 ? 'font-semibold' : 'text-ink-2'}>{name}</span>
            {datasets < boards.length && (
              <span className="text-ink-3 text-micro">
                {TEXT.of2} {datasets}
              </span>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
