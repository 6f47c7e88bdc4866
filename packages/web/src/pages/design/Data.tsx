import { KeyValues } from '../../design/KeyValues.tsx';
import { Logo } from '../../design/Logo.tsx';
import { Num } from '../../design/Num.tsx';
import { Panel } from '../../design/Panel.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { StateBar } from '../../design/StateBar.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { Tag } from '../../design/Tag.tsx';
import { When } from '../../design/When.tsx';
import { Gauge } from '../services/Gauge.tsx';

const STATES = ['RUNNING', 'FINISHED', 'FAILED', 'KILLED', 'PRUNED', 'SCHEDULED'];
const IDS = Array.from({ length: 24 }, (_, index) => `sample-run-${index}`);

/** How facts are shown. */
export function Data() {
  return (
    <Panel title="Facts">
      <div className="flex flex-col gap-3 p-3">
        <div className="flex flex-wrap items-center gap-4">
          <Logo size={32} />
          {STATES.map((state) => (
            <StatusMark key={state} status={state} />
          ))}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {IDS.map((id) => (
            <RunDot key={id} runId={id} size={12} />
          ))}
        </div>
        <div className="flex flex-wrap gap-2">
          <Tag name="team" value="integration" />
          <Tag name="dataset" value="digits" />
        </div>
        <StateBar counts={{ COMPLETE: 14, RUNNING: 2, PRUNED: 6, FAIL: 1, WAITING: 3 }} />
      </div>
      <KeyValues
        rows={[
          { name: 'val_accuracy', value: <Num value={0.973128} /> },
          { name: 'learning_rate', value: <Num value={0.0000123} /> },
          { name: 'not a number', value: <Num value={Number.NaN} /> },
          { name: 'started', value: <When time={Date.now() - 7_500_000} /> },
        ]}
      />
      <Gauge label="disk used" part={61} whole={100} />
    </Panel>
  );
}
