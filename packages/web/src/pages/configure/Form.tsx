import type { Catalog } from '../../data/catalog.ts';
import { type Draft, type Path, pairsOf, removeJobs } from '../../logic/manifestDraft.ts';
import { GlobalsForm } from './GlobalsForm.tsx';
import { JobForm } from './JobForm.tsx';
import { PairGrid } from './PairGrid.tsx';
import { TEXT } from './text.ts';

interface FormProps {
  draft: Draft;
  catalog: Catalog;
  set: (path: Path, value: unknown) => void;
  setText: (text: string) => void;
}

/** What a manifest says, to be filled in. */
export function Form({ draft, catalog, set, setText }: FormProps) {
  if (draft.fault !== null) {
    return (
      <p className="p-6 text-ink-2">
        {TEXT.theYamlCannotBe} <span className="text-alarm">{draft.fault}</span>
      </p>
    );
  }
  const { globals, jobs } = draft;
  return (
    <div className="flex flex-col gap-4 px-4 py-4 md:px-6">
      <GlobalsForm globals={globals} set={set} />
      <PairGrid draft={draft} catalog={catalog} setText={setText} />
      {jobs.map((job, index) => {
        const [dataset, model] = pairsOf(job)[0] ?? ['', ''];
        return (
          <JobForm
            // biome-ignore lint/suspicious/noArrayIndexKey: a job is its place in the list
            key={`${index} ${dataset} ${model}`}
            job={job}
            index={index}
            model={catalog.models.find(({ slug, name }) => slug === model || name === model)}
            searched={job.mode === 'sweep' || (job.mode === undefined && globals.run_gridsearch === true)}
            set={set}
            onRemove={() => setText(removeJobs(draft.text, [index]))}
          />
        );
      })}
    </div>
  );
}
