import { Panel } from '../../design/Panel.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';

/** What is shown when there is nothing, not yet, or an error. */
export function States() {
  return (
    <Panel title="States">
      <Loading lines={3} />
      <Failure error={new Error('The server does not answer.')} onRetry={() => {}} />
      <Empty title="No experiments yet">Point a client here and log a run.</Empty>
    </Panel>
  );
}
