import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../data/api.ts';
import type { Importance } from '../../data/importance.ts';
import { runsRoute } from '../../data/rowModel.ts';
import { studyPath } from '../../data/studies.ts';
import { ImportanceBars } from '../../design/ImportanceBars.tsx';
import type { Direction } from '../../logic/direction.ts';
import { SourceMark } from './SourceMark.tsx';
import type { Source } from './sources.ts';
import { TEXT } from './text.ts';

interface ImportanceOfProps {
  source: Source;
  metric: string;
  direction: Direction;
}

/** How much each param of a source matters to what is looked at. */
export function ImportanceOf({ source, metric, direction }: ImportanceOfProps) {
  const { data, isPending } = useQuery({
    queryKey: ['importance', source.id, metric, direction],
    enabled: source.kind === 'study' || metric !== '',
    retry: false,
    queryFn: ({ signal }) =>
      source.kind === 'study'
        ? getJson<{ importances: Importance[] }>(
            studyPath(source.ownId, '/importance'),
            { target: 0 },
            signal,
          )
        : getJson<{ importances: Importance[] }>(
            runsRoute(source.ownId, 'importance'),
            { metric, direction },
            signal,
          ),
  });
  return (
    <section className="min-h-32 min-w-0" aria-label={`${TEXT.importance}: ${source.name}`}>
      <h3 className="flex items-center gap-2 px-3 pt-2 font-medium">
        <SourceMark source={source} /> <span className="truncate">{source.name}</span>
      </h3>
      {data && data.importances.length > 0 ? (
        <ImportanceBars importances={data.importances} />
      ) : (
        <p className="px-3 py-2 text-ink-3">{isPending ? '\u00a0' : TEXT.notEnough}</p>
      )}
    </section>
  );
}
