import { Link } from '@tanstack/react-router';
import { type Study, type Trial, trialRun } from '../../data/studyModel.ts';
import { KeyValues } from '../../design/KeyValues.tsx';
import { Panel } from '../../design/Panel.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { formatNumber, shortId } from '../../logic/format.ts';
import { formatValue } from './formatValue.ts';
import { TEXT } from './text.ts';

/** The study's answer so far. */
export function BestTrial({ study, trials }: { study: Study; trials: readonly Trial[] }) {
  if (!study.best) {
    return (
      <Panel title={TEXT.bestTrial}>
        <p className="px-3 py-2 text-ink-3">
          {study.directions.length > 1 ? TEXT.withMoreThanOne : TEXT.noTrialCompleteYet}
        </p>
      </Panel>
    );
  }
  const trial = trials.find((candidate) => candidate.number === study.best?.number);
  const run = trial && trialRun(trial);
  return (
    <Panel
      title={TEXT.bestTrial}
      aside={
        <Link
          to="/studies/$studyId/trials/$number"
          params={{ studyId: String(study.id), number: String(study.best.number) }}
          className="underline underline-offset-2"
        >
          {TEXT.trial} <span className="figures">{study.best.number}</span>
        </Link>
      }
    >
      <div className="px-3 py-2">
        <p className="figures text-brass text-figure">
          {study.best.values.map((value) => formatNumber(value, 6)).join(', ')}
        </p>
        {run && (
          <Link
            to="/experiments/$experimentId/runs/$runId"
            params={run}
            className="inline-flex items-center gap-1.5 underline underline-offset-2"
          >
            <RunDot runId={run.runId} /> {TEXT.run}{' '}
            <span className="figures text-small">{shortId(run.runId)}</span>
          </Link>
        )}
      </div>
      <div className="border-line border-t">
        <KeyValues
          rows={Object.entries(study.best.params).map(([name, value]) => ({
            name,
            title: String(value),
            value: <span className="figures text-small">{formatValue(value)}</span>,
          }))}
        />
      </div>
    </Panel>
  );
}
