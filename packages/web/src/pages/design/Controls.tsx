import { Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { Menu } from '../../design/Menu.tsx';
import { NameDialog } from '../../design/NameDialog.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Popover } from '../../design/Popover.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { Select } from '../../design/Select.tsx';
import { Slider } from '../../design/Slider.tsx';
import { Switch } from '../../design/Switch.tsx';
import { TabBar } from '../../design/TabBar.tsx';
import { Tip } from '../../design/Tip.tsx';
import { useNotify } from '../../design/Toasts.tsx';

/** What can be pressed, moved and typed into. */
export function Controls() {
  const notify = useNotify();
  const [axis, setAxis] = useState<'step' | 'time'>('step');
  const [tab, setTab] = useState<'one' | 'two'>('one');
  const [on, setOn] = useState(true);
  const [amount, setAmount] = useState(0.6);
  const [asking, setAsking] = useState(false);
  return (
    <Panel title="Controls">
      <div className="flex flex-col gap-3 p-3">
        <div className="flex flex-wrap items-center gap-2">
          <Button tone="primary">
            <Plus size={14} /> Primary
          </Button>
          <Button>Plain</Button>
          <Button tone="quiet">Quiet</Button>
          <Button tone="danger">Danger</Button>
          <Button disabled>Disabled</Button>
          <Menu
            label="Actions"
            items={[
              { label: 'Rename…', onSelect: () => setAsking(true) },
              { label: 'Delete', danger: true, onSelect: () => notify.failed('The server said no.') },
            ]}
          />
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Field aria-label="Search" placeholder="Search" lead={<Search size={14} />} />
          <Field aria-label="Filter" mono defaultValue="metrics.loss >< 1" invalid />
        </div>
        <div className="flex flex-wrap items-center gap-4">
          <Segmented
            label="Axis"
            value={axis}
            options={[
              ['step', 'Step'],
              ['time', 'Clock'],
            ]}
            onChange={setAxis}
          />
          <Select
            aria-label="Axis"
            value={axis}
            options={[
              ['step', 'Step'],
              ['time', 'Clock'],
            ]}
            onChange={(value) => setAxis(value as typeof axis)}
          />
          <Switch label="Log scale" checked={on} onChange={setOn} />
          <Slider label="Smoothing" value={amount} min={0} max={1} step={0.01} onChange={setAmount} />
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Button onClick={() => notify.done('Deleted omics-benchmark', () => notify.done('It is back'))}>
            Toast
          </Button>
          <Popover trigger={<Button>Popover</Button>}>
            <p className="p-3">Hangs from its trigger.</p>
          </Popover>
          <Tip text="A word of explanation">
            <Button>Tooltip</Button>
          </Tip>
          <Button onClick={() => setAsking(true)}>Dialog</Button>
        </div>
        <TabBar
          value={tab}
          tabs={[
            { key: 'one', label: 'Charts', count: 12 },
            { key: 'two', label: 'Artifacts' },
          ]}
          onChange={setTab}
        />
      </div>
      {asking && (
        <NameDialog
          title="Rename experiment"
          action="Rename"
          initial="omics-benchmark"
          onClose={() => setAsking(false)}
          onSubmit={() => Promise.reject(new Error('An experiment of that name exists.'))}
        />
      )}
    </Panel>
  );
}
