import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { BundleChart, type Strand } from '../../charts/BundleChart.tsx';
import { useChangeStudy, useStudy, useTrials } from '../../data/studies.ts';
import { type Study, type Trial, trialRun } from '../../data/studyModel.ts';
import { readNote } from '../../data/studyNotes.ts';
import { KeyValues } from '../../design/KeyValues.tsx';
import { NotePanel } from '../../design/NotePanel.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { describeDistribution } from '../../logic/enqueue.ts';
import { formatNumber } from '../../logic/format.ts';
import { ranks } from '../../logic/ranks.ts';
import { completeTrials } from '../../logic/trials.ts';
import { formatExactly } from '../study/formatValue.ts';
import { RunLinks } from './RunLinks.tsx';
import { TrialHead } from './TrialHead.tsx';
import { TEXT } from './text.ts';

/** One trial: what it was given, what it reached, and where it was trained. */
export default function TrialPage() {
  const { studyId, number } = useParams({ from: '/studies/$studyId/trials/$number' });
  const study = useStudy(studyId);
  const trials = useTrials(studyId);
  const failed = study.error ?? trials.error;
  if (failed)
    return <Failure error={failed} onRetry={() => Promise.all([study.refetch(), trials.refetch()])} />;
  if (!study.data || !trials.data) return <Loading lines={10} />;
  const trial = trials.data.find((known) => String(known.number) === number);
  if (!trial) {
    return (
      <Empty title={TEXT.hasNoTrial(study.data.name, number)}>
        <Link to="/studies/$studyId" params={{ studyId }} className="underline underline-offset-2">
          {TEXT.backStudy}
        </Link>
      </Empty>
    );
  }
  return (
    <>
      <TrialHead study={study.data} trials={trials.data} trial={trial} />
      <Body study={study.data} trials={trials.data} trial={trial} />
    </>
  );
}

interface BodyProps {
  study: Study;
  trials: readonly Trial[];
  trial: Trial;
}

function Body({ study, trials, trial }: BodyProps) {
  const change = useChangeStudy(study);
  const note = readNote(study.systemAttrs, trial.id);
  const run = trialRun(trial);
  const given = { ...trial.fixed, ...trial.params };
  const attributes = Object.entries(trial.userAttrs);
  return (
    <div className="grid items-start gap-3 px-4 py-4 md:px-6 lg:grid-cols-2">
      <Panel title={TEXT.values} aside={<span className="engraved">{TEXT.rankAmongComplete}</span>}>
        {trial.values ? (
          <KeyValues
            rows={study.objectives.map((name, index) => ({
              name,
              value: (
                <>
                  <span className="figures">{formatNumber(trial.values?.[index] ?? Number.NaN, 8)}</span>
                  <span className="figures inline-block w-20 text-ink-3 text-micro">
                    {placeOf(study, trials, trial, index)}
                  </span>
                </>
              ),
            }))}
          />
        ) : (
          <p className="px-3 py-2 text-ink-3">{TEXT.itHasReachedNone}</p>
        )}
      </Panel>
      <Panel title={TEXT.parameters}>
        {Object.keys(given).length === 0 ? (
          <p className="px-3 py-2 text-ink-3">{TEXT.noneAskedForYet}</p>
        ) : (
          <KeyValues
            rows={Object.entries(given).map(([name, value]) => ({
              name,
              value: (
                <>
                  <span className="figures text-small">{formatExactly(value)}</span>
                  {trial.distributions[name] && (
                    <span className="ml-3 text-ink-3 text-micro">
                      {describeDistribution(trial.distributions[name])}
                    </span>
                  )}
                </>
              ),
            }))}
          />
        )}
      </Panel>
      {run && <RunLinks run={run} />}
      {trial.intermediate.length > 0 && <Reports trial={trial} className="lg:col-span-2" />}
      {attributes.length > 0 && (
        <Panel title={TEXT.attributes}>
          <KeyValues
            rows={attributes.map(([name, value]) => ({
              name,
              value: <span className="figures text-small">{formatExactly(value)}</span>,
            }))}
          />
        </Panel>
      )}
      <NotePanel
        key={trial.number}
        className="lg:col-span-2"
        text={note.text}
        onSave={(text) =>
          change.mutateAsync({ kind: 'note', text, version: note.version, trial: trial.number })
        }
      />
    </div>
  );
}

function Reports({ trial, className }: { trial: Trial; className: string }) {
  const strands = useMemo<Strand<Trial>[]>(
    () => [{ points: trial.intermediate, color: (theme) => theme.verdigris, strong: true, item: trial }],
    [trial],
  );
  const [step, value] = trial.intermediate.at(-1) ?? [0, 0];
  return (
    <Panel
      title={TEXT.intermediateValues}
      className={className}
      aside={
        <span className="text-ink-2 text-small">
          {TEXT.last} <span className="figures">{formatNumber(value, 5)}</span> {TEXT.atStep}{' '}
          <span className="figures">{step}</span>
        </span>
      }
    >
      <BundleChart
        label={TEXT.intermediateValuesByStep}
        height={200}
        strands={strands}
        card={() => `Trial ${trial.number}`}
      />
    </Panel>
  );
}

/** `3rd of 120` in words that need no ordinals: `3 of 120`. */
function placeOf(study: Study, trials: readonly Trial[], trial: Trial, objective: number): string {
  if (trial.state !== 'COMPLETE') return '';
  const complete = completeTrials(trials, objective);
  const shares = ranks(
    complete.map((other) => other.values?.[objective] ?? 0),
    study.directions[objective] ?? 'minimize',
  );
  const share = shares[complete.indexOf(trial)];
  if (share === undefined) return '';
  return `${Math.floor((1 - share) * (complete.length - 1)) + 1} of ${complete.length}`;
}
