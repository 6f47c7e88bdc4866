import { useMemo, useState } from 'react';
import { useChangeStudy } from '../../data/studies.ts';
import type { Distribution, Study, Trial } from '../../data/studyModel.ts';
import { Field } from '../../design/Field.tsx';
import { FormDialog } from '../../design/FormDialog.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { Select } from '../../design/Select.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { describeDistribution, lastDistributions, readEntry, writeEntry } from '../../logic/enqueue.ts';
import { TEXT } from './text.ts';

interface EnqueueDialogProps {
  study: Study;
  trials: readonly Trial[];
  /** What to begin with; the best trial's params without it. */
  initial?: Readonly<Record<string, unknown>>;
  onClose: () => void;
}

/** Asks for the params of a trial that is to run before others. What is left empty the sampler fills. */
export default function EnqueueDialog({ study, trials, initial, onClose }: EnqueueDialogProps) {
  const change = useChangeStudy(study);
  const notify = useNotify();
  const fields = useMemo(() => [...lastDistributions(trials)], [trials]);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      fields.map(([name, kind]) => [name, writeEntry(kind, (initial ?? study.best?.params)?.[name])]),
    ),
  );
  const [json, setJson] = useState('{}');

  const entries = fields.flatMap(([name, kind]) => {
    const text = texts[name] ?? '';
    return text.trim() === '' ? [] : [{ name, ...readEntry(kind, text) }];
  });
  const written = fields.length === 0 ? readObject(json) : undefined;
  const isWrong = entries.some((entry) => 'problem' in entry) || written === null;

  const submit = async (): Promise<void> => {
    const params =
      written ??
      Object.fromEntries(entries.flatMap((entry) => ('value' in entry ? [[entry.name, entry.value]] : [])));
    const { trial } = (await change.mutateAsync({ kind: 'enqueue', params })) as {
      trial: { number: number };
    };
    notify.done(TEXT.enqueued(trial.number));
  };

  return (
    <FormDialog
      title={TEXT.enqueueTrial}
      description={TEXT.itRunsBeforeOthers}
      action={TEXT.enqueue}
      ready={!isWrong}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className="-mx-1 grid max-h-[50vh] gap-3 overflow-y-auto px-1 py-1 sm:grid-cols-2">
        {fields.map(([name, kind]) => {
          const entry = entries.find((known) => known.name === name);
          return (
            <ParamInput
              key={name}
              name={name}
              kind={kind}
              text={texts[name] ?? ''}
              problem={entry && 'problem' in entry ? entry.problem : undefined}
              onChange={(text) => setTexts({ ...texts, [name]: text })}
            />
          );
        })}
        {fields.length === 0 && (
          <div className="sm:col-span-2">
            <Labelled label={TEXT.paramsAsJson} hint={TEXT.noTrialHasNamed}>
              <Field
                mono
                value={json}
                invalid={written === null}
                onChange={({ target }) => setJson(target.value)}
              />
            </Labelled>
          </div>
        )}
      </div>
    </FormDialog>
  );
}

interface ParamInputProps {
  name: string;
  kind: Distribution;
  text: string;
  problem: string | undefined;
  onChange: (text: string) => void;
}

function ParamInput({ name, kind, text, problem, onChange }: ParamInputProps) {
  const choices =
    kind.name === 'CategoricalDistribution' ? ((kind.attributes.choices ?? []) as unknown[]) : null;
  return (
    <Labelled label={name} hint={problem ? undefined : describeDistribution(kind)}>
      {choices ? (
        <Select
          aria-label={name}
          value={text}
          options={[
            ['', 'sampler'],
            ...choices.map(
              (choice, place) =>
                [String(place), typeof choice === 'string' ? choice : JSON.stringify(choice)] as const,
            ),
          ]}
          onChange={onChange}
        />
      ) : (
        <Field
          mono
          aria-label={name}
          inputMode="decimal"
          placeholder={TEXT.sampler}
          value={text}
          invalid={problem !== undefined}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
      {problem && <span className="text-alarm text-micro">{problem}</span>}
    </Labelled>
  );
}

/** The object that a text is, or null. */
function readObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
