import { Link } from '@tanstack/react-router';
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

export function experimentColumns({ rename, toggle }: Actions): Column<Experiment>[] {
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
