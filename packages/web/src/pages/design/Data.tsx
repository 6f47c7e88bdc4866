import { KeyValues } from '../../design/KeyValues.tsx';
import { Logo } from '../../design/Logo.tsx';
import { LogView } from '../../design/LogView.tsx';
import { Num } from '../../design/Num.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Progress } from '../../design/Progress.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { StateBar } from '../../design/StateBar.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { Tag } from '../../design/Tag.tsx';
import { When } from '../../design/When.tsx';
import { Gauge } from '../services/Gauge.tsx';

const STATES = ['RUNNING', 'FINISHED', 'FAILED', 'KILLED', 'PRUNED', 'SCHEDULED', 'QUEUED', 'SKIPPED'];
const IDS = Array.from({ length: 24 }, (_, index) => `sample-run-${index}`);

const LOG =
  'epoch 1 \x1b[32mloss 0.41\x1b[0m\nepoch 2 \x1b[32mloss 0.38\x1b[0m\n\x1b[1;31mout of memory\x1b[0m';

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
        <div className="grid grid-cols-3 gap-4">
          <Progress label="Moving" share={0.4} />
          <Progress label="How far it goes is not known" share={null} />
          <Progress label="Failed" share={0.7} tone="failed" />
        </div>
        <LogView label="A log" className="h-24" text={LOG} />
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
