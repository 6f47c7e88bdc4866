import { useMemo } from 'react';
import { type Bar, BarChart } from '../../../charts/BarChart.tsx';
import type { Run } from '../../../data/model.ts';
import { guessDirection } from '../../../logic/direction.ts';
import { formatNumber, plural } from '../../../logic/format.ts';
import { runMark } from '../../../logic/runMark.ts';
import { deviation, mean } from '../../../logic/statistics.ts';
import type { PanelBodyProps } from '../PanelBody.tsx';
import { TEXT } from '../text.ts';
import { groupsOf } from './groups.ts';
import { RunCard } from './RunCard.tsx';
import { useColumns } from './useColumns.ts';
import { useOpenRun } from './useOpenRun.ts';

interface Group {
  name: string;
  values: number[];
  /** Of a bar that stands for one run. */
  run: Run | null;
}

/** What each run reached, the best first; or the mean of each group, with its deviation. */
export function BarPanel({ panel, runs, height }: PanelBodyProps) {
  const open = useOpenRun();
  const columns = useColumns(panel.fields, runs);
  const [value = null, by = null] = columns;
  const bars = useMemo(() => {
    const number = (run: Run) => (value && !value.categories ? value.value(run) : null);
    const groups = by
      ? groupsOf(runs, by).map(
          ([name, own]): Group => ({ name, run: null, values: own.flatMap((run) => number(run) ?? []) }),
        )
      : runs.map((run): Group => ({ name: run.name, run, values: [number(run) ?? []].flat() }));
    const made = groups
      .filter(({ values }) => values.length > 0)
      .map(
        (group, index): Bar<Group> => ({
          value: mean(group.values),
          spread: group.run ? null : deviation(group.values),
          color: (theme) => theme.run(group.run ? runMark(group.run.id).color : index + 1),
          item: group,
        }),
      );
    if (by) return made;
    const sign = guessDirection(value?.name ?? '') === 'maximize' ? -1 : 1;
    return made.sort((a, b) => sign * (a.value - b.value));
  }, [runs, value, by]);
  const names = useMemo(() => bars.map(({ item }) => item.name), [bars]);
  if (!value || bars.length === 0) return <p className="p-3 text-ink-3">{TEXT.noneHas(value?.name ?? '')}</p>;
  return (
    <BarChart
      label={`${value.name}${by ? ` by ${by.name}` : ' of each run'}`}
      height={height}
      bars={bars}
      names={names}
      card={({ run, name, values }) =>
        run ? (
          <RunCard run={run} columns={columns} />
        ) : (
          <>
            <p className="font-medium">{name}</p>
            <p className="figures">
              {formatNumber(mean(values), 5)} ± {formatNumber(deviation(values) ?? 0)}
            </p>
            <p className="text-ink-2">{plural(values.length, 'run')}</p>
          </>
        )
      }
      onOpen={({ run }) => run && open(run)}
    />
  );
}
