import { Link } from '@tanstack/react-router';
import type { Activity } from '../../data/experiments.ts';
import type { Experiment } from '../../data/model.ts';
import { Menu } from '../../design/Menu.tsx';
import { Tag } from '../../design/Tag.tsx';
import type { Column } from '../../design/table/column.ts';
import { When } from '../../design/When.tsx';
import { TEXT } from './text.ts';

interface Actions {
  rename: (experiment: Experiment) => void;
  toggle: (experiment: Experiment, kind: 'delete' | 'restore') => void;
}

const NOTE = 'mlflow.note.content';

/** @param activity by id; undefined while it is not known */
export function experimentColumns(
  { rename, toggle }: Actions,
  activity: ReadonlyMap<string, Activity> | undefined,
): Column<Experiment>[] {
  return [
    {
      id: 'name',
      header: TEXT.name,
      width: 220,
      grow: true,
      value: (experiment) => experiment.name,
      cell: (experiment) => (
        <Link
          to="/experiments/$experimentId"
          params={{ experimentId: experiment.id }}
          className="truncate font-medium hover:underline hover:underline-offset-2"
        >
          {experiment.name}
        </Link>
      ),
    },
    {
      id: 'runs',
      header: TEXT.runs,
      width: 148,
      align: 'right',
      descFirst: true,
      value: ({ id }) => activity && (activity.get(id)?.runs ?? 0),
      cell: ({ id, stage }) => {
        // The runs of a deleted experiment are deleted with it.
        if (!activity || stage === 'deleted') return <span className="text-ink-3">–</span>;
        const { runs, running } = activity.get(id) ?? { runs: 0, running: 0 };
        return (
          <span className="whitespace-nowrap">
            {running > 0 && <span className="mr-2 text-ink-2 text-small">{TEXT.running(running)}</span>}
            <span className="figures">{runs.toLocaleString('en')}</span>
          </span>
        );
      },
    },
    {
      id: 'last',
      header: TEXT.lastActivity,
      width: 116,
      descFirst: true,
      value: ({ id }) => activity?.get(id)?.last ?? undefined,
      cell: ({ id }) => <When time={activity?.get(id)?.last ?? null} />,
    },
    {
      id: 'note',
      header: TEXT.noteAndTags,
      width: 260,
      grow: true,
      cell: (experiment) => (
        <span className="flex min-w-0 items-center gap-1.5">
          {Object.entries(experiment.tags)
            .filter(([key]) => !key.startsWith('mlflow.') && !key.startsWith('orrery.'))
            .slice(0, 3)
            .map(([key, value]) => (
              <Tag key={key} name={key} value={value} />
            ))}
          <span className="truncate text-ink-2">{experiment.tags[NOTE]?.replaceAll(/[*_#`]/g, '')}</span>
        </span>
      ),
    },
    {
      id: 'updated',
      header: TEXT.updated,
      width: 116,
      descFirst: true,
      value: (experiment) => experiment.updated,
      cell: (experiment) => <When time={experiment.updated} />,
    },
    {
      id: 'created',
      header: TEXT.created,
      width: 116,
      descFirst: true,
      value: (experiment) => experiment.created,
      cell: (experiment) => <When time={experiment.created} />,
    },
    {
      id: 'id',
      header: TEXT.id,
      width: 72,
      align: 'right',
      value: (experiment) => Number(experiment.id),
      cell: (experiment) => <span className="figures text-ink-3 text-small">{experiment.id}</span>,
    },
    {
      id: 'more',
      header: <span className="sr-only">{TEXT.actions}</span>,
      width: 52,
      cell: (experiment) => (
        <Menu
          label={TEXT.actionsFor(experiment.name)}
          items={
            experiment.stage === 'deleted'
              ? [{ label: TEXT.restore, onSelect: () => toggle(experiment, 'restore') }]
              : [
                  { label: TEXT.rename, onSelect: () => rename(experiment) },
                  { label: TEXT.delete, danger: true, onSelect: () => toggle(experiment, 'delete') },
                ]
          }
        />
      ),
    },
  ];
}
