import { useChangeStudy } from '../../data/studies.ts';
import type { Study, Trial } from '../../data/studyModel.ts';
import { readNote } from '../../data/studyNotes.ts';
import { NotePanel } from '../../design/NotePanel.tsx';
import { Panel } from '../../design/Panel.tsx';
import { StateBar } from '../../design/StateBar.tsx';
import { Empty } from '../../design/States.tsx';
import { WhenSeen } from '../../design/WhenSeen.tsx';
import { BestTrial } from './BestTrial.tsx';
import { EdfChart } from './EdfChart.tsx';
import { FrontPanel } from './FrontPanel.tsx';
import { HistoryChart } from './HistoryChart.tsx';
import { ImportancePanel } from './ImportancePanel.tsx';
import { IntermediateChart } from './IntermediateChart.tsx';
import { StateCounts } from './StateCounts.tsx';
import { TerminatorPanel } from './TerminatorPanel.tsx';
import { Timeline } from './Timeline.tsx';
import { TEXT } from './text.ts';

interface OverviewProps {
  study: Study;
  trials: readonly Trial[];
  objective: number;
}

/** How far a study is and what it found. */
export default function Overview({ study, trials, objective }: OverviewProps) {
  const change = useChangeStudy(study);
  const note = readNote(study.systemAttrs);
  const best = study.best?.number;
  const direction = study.directions[objective] ?? 'minimize';
  const name = study.objectives[objective] ?? '';
  const reported = trials.some((trial) => trial.intermediate.length > 0);
  return (
    <div className="flex flex-col gap-3 px-4 py-4 md:px-6">
      <Panel>
        <StateCounts counts={study.counts} />
        <StateBar counts={study.counts} />
      </Panel>
      {trials.length === 0 ? (
        <Empty title={TEXT.noTrialsYet}>{TEXT.theFirstAppearsHere}</Empty>
      ) : (
        <>
          <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <div className="flex min-w-0 flex-col gap-3">
              <HistoryChart trials={trials} objective={objective} name={name} direction={direction} />
              <WhenSeen height={238}>
                <EdfChart trials={trials} objective={objective} name={name} />
              </WhenSeen>
            </div>
            <div className="flex flex-col gap-3">
              <BestTrial study={study} trials={trials} />
              <ImportancePanel study={study} objective={objective} />
            </div>
          </div>
          <FrontPanel study={study} trials={trials} />
          {reported && (
            <WhenSeen height={278}>
              <IntermediateChart trials={trials} best={best} />
            </WhenSeen>
          )}
          <WhenSeen height={278}>
            <Timeline trials={trials} />
          </WhenSeen>
          {study.directions.length === 1 && (
            <WhenSeen height={278}>
              <TerminatorPanel study={study} />
            </WhenSeen>
          )}
        </>
      )}
      <NotePanel
        text={note.text}
        onSave={(text) => change.mutateAsync({ kind: 'note', text, version: note.version })}
      />
    </div>
  );
}
