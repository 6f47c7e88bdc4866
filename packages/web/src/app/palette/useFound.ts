import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { mlflowPost } from '../../data/api.ts';
import { useExperiments } from '../../data/experiments.ts';
import { parseRun, type Run, type RunJson } from '../../data/model.ts';
import { signedIn } from '../../data/session.ts';
import { useStudies } from '../../data/studies.ts';
import { useSettled } from '../../data/useSettled.ts';
import { writeText } from '../../logic/filterClauses.ts';
import { matches } from '../../logic/matches.ts';
import { TEXT as PLACES } from '../text.ts';
import { applyTheme, THEMES } from '../theme.ts';
import { type Command, useCurrentCommands } from './commands.ts';
import { TEXT } from './text.ts';

const MOST_OF_A_KIND = 6;
const MOST_EXPERIMENTS = 200;
const SETTLED_MS = 150;

const PAGES = [
  ['/experiments', PLACES.experiments],
  ['/studies', PLACES.studies],
  ['/workbench/registry', PLACES.registry],
  ['/workbench/configure', TEXT.configureARun],
  ['/workbench/runs', TEXT.runQueue],
  ['/workbench/results', PLACES.results],
  ['/workbench/analysis', PLACES.analysis],
  ['/services', PLACES.services],
  ['/design', TEXT.design],
] as const;

/** Where people sign in. */
const ACCESS = ['/access', PLACES.access] as const;

/** What the words in the palette find: what the page can do, pages, experiments, studies, runs by name or id. */
export function useFound(words: string): Command[] {
  const navigate = useNavigate();
  const experiments = useExperiments('active');
  const studies = useStudies();
  const runs = useRunsNamed(useSettled(words.trim(), SETTLED_MS), experiments.data);
  const ofPage = useCurrentCommands();
  return useMemo(() => {
    const nameOf = new Map(experiments.data?.map(({ id, name }) => [id, name]));
    const groups: Command[][] = [
      [...ofPage],
      [...PAGES, ...(signedIn() ? [ACCESS] : [])].map(([to, label]) => ({
        label,
        kind: TEXT.page,
        run: () => void navigate({ to }),
      })),
      (experiments.data ?? []).map(({ id, name }) => ({
        label: name,
        kind: TEXT.experiment,
        run: () => void navigate({ to: '/experiments/$experimentId', params: { experimentId: id } }),
      })),
      (studies.data ?? []).map(({ id, name }) => ({
        label: name,
        kind: TEXT.study,
        run: () => void navigate({ to: '/studies/$studyId', params: { studyId: String(id) } }),
      })),
      THEMES.map((theme) => ({
        label: TEXT.colours[theme],
        kind: TEXT.action,
        run: () => applyTheme(theme),
      })),
    ];
    const found = groups.flatMap((group) =>
      group.filter(({ label, kind }) => matches(`${label}\n${kind}`, words)).slice(0, MOST_OF_A_KIND),
    );
    const named = runs.map(
      (run): Command => ({
        label: run.name,
        kind: TEXT.run,
        note: nameOf.get(run.experimentId) ?? run.experimentId,
        run: () =>
          void navigate({
            to: '/experiments/$experimentId/runs/$runId',
            params: { experimentId: run.experimentId, runId: run.id },
          }),
      }),
    );
    return [...found, ...named];
  }, [words, ofPage, experiments.data, studies.data, runs, navigate]);
}

const NO_RUNS: Run[] = [];

function useRunsNamed(words: string, experiments: readonly { id: string }[] | undefined): Run[] {
  const { data } = useQuery({
    queryKey: ['runs-named', words],
    enabled: words.length > 1 && (experiments?.length ?? 0) > 0,
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const isId = /^[0-9a-f]{32}$/.test(words);
      const filter = isId
        ? `attributes.run_id IN ('${words}')`
        : `attributes.run_name ILIKE ${writeText(`%${words.replaceAll(/['"]/g, '')}%`)}`;
      const answer = await mlflowPost<{ runs?: RunJson[] }>(
        'runs/search',
        {
          experiment_ids: (experiments ?? []).slice(0, MOST_EXPERIMENTS).map(({ id }) => id),
          filter,
          max_results: MOST_OF_A_KIND,
        },
        signal,
      );
      return (answer.runs ?? []).map(parseRun);
    },
  });
  return data ?? NO_RUNS;
}
