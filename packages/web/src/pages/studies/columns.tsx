import { Link } from '@tanstack/react-router';
import type { Study } from '../../data/studyModel.ts';
import { Num } from '../../design/Num.tsx';
import { StateBar } from '../../design/StateBar.tsx';
import { Tags } from '../../design/Tags.tsx';
import type { Column } from '../../design/table/column.ts';
import { When } from '../../design/When.tsx';
import { formatNumber } from '../../logic/format.ts';
import { TEXT } from './text.ts';

const total = (study: Study): number => Object.values(study.counts).reduce((sum, count) => sum + count, 0);

/** The list's columns; the box before each name chooses it for a comparison. */
export function studyColumns(chosen: ReadonlySet<string>, onChoose: (id: string) => void): Column<Study>[] {
  return [nameColumn(chosen, onChoose), ...FACTS];
}

function nameColumn(chosen: ReadonlySet<string>, onChoose: (id: string) => void): Column<Study> {
  return {
    id: 'name',
    header: TEXT.study,
    width: 230,
    grow: true,
    value: (study) => study.name,
    cell: (study) => (
      <span className="flex min-w-0 items-center gap-2">
        <input
          type="checkbox"
          aria-label={TEXT.compare2(study.name)}
          className="size-3.5 shrink-0 accent-(--ink)"
          checked={chosen.has(String(study.id))}
          onChange={() => onChoose(String(study.id))}
        />
        <Link
          to="/studies/$studyId"
          params={{ studyId: String(study.id) }}
          className="truncate font-medium hover:underline hover:underline-offset-2"
          title={study.name}
        >
          {study.name}
        </Link>
        <Tags tags={study.tags} />
        {study.stopped && <span className="text-ink-3 text-micro">{TEXT.stopped}</span>}
      </span>
    ),
  };
}

const FACTS: Column<Study>[] = [
  {
    id: 'trials',
    header: TEXT.trials,
    width: 200,
    descFirst: true,
    value: total,
    cell: (study) => (
      <span className="flex w-full items-center gap-2">
        <span className="figures w-10 text-right text-small">{total(study)}</span>
        <span className="min-w-0 flex-1">
          <StateBar counts={study.counts} />
        </span>
      </span>
    ),
  },
  {
    id: 'best',
    header: TEXT.best,
    width: 104,
    align: 'right',
    value: (study) => study.best?.values[0],
    cell: (study) =>
      study.best ? (
        <Num value={study.best.values[0] ?? Number.NaN} className="font-semibold text-brass" />
      ) : (
        <span className="text-line-strong">–</span>
      ),
  },
  {
    id: 'direction',
    header: TEXT.direction,
    width: 112,
    value: (study) => study.directions.join(' '),
    cell: (study) => <span className="truncate text-ink-2">{study.directions.join(', ')}</span>,
  },
  {
    id: 'params',
    header: TEXT.bestParameters,
    width: 260,
    grow: true,
    cell: (study) => (
      <span className="figures truncate text-ink-2 text-small">
        {Object.entries(study.best?.params ?? {})
          .map(
            ([key, value]) => `${key} ${typeof value === 'number' ? formatNumber(value, 3) : String(value)}`,
          )
          .join('   ')}
      </span>
    ),
  },
  {
    id: 'last',
    header: TEXT.lastTrial,
    width: 112,
    descFirst: true,
    value: (study) => study.last,
    cell: (study) => <When time={study.last} />,
  },
];
