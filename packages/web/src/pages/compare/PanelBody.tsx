import type { Run } from '../../data/model.ts';
import type { Panel, PanelKind } from '../../logic/comparePanels.ts';
import { BarPanel } from './panels/BarPanel.tsx';
import { BoxPanel } from './panels/BoxPanel.tsx';
import { ContourPanel } from './panels/ContourPanel.tsx';
import { LinePanel } from './panels/LinePanel.tsx';
import { ParallelPanel } from './panels/ParallelPanel.tsx';
import { ScatterPanel } from './panels/ScatterPanel.tsx';
import { TEXT } from './text.ts';

export interface PanelBodyProps {
  panel: Panel;
  runs: readonly Run[];
  /** In px. */
  height: number;
  onChange: (panel: Panel) => void;
}

const KINDS: Record<PanelKind, React.ComponentType<PanelBodyProps>> = {
  line: LinePanel,
  bar: BarPanel,
  scatter: ScatterPanel,
  parallel: ParallelPanel,
  box: BoxPanel,
  contour: ContourPanel,
};

/** The chart of a panel. */
export default function PanelBody(props: PanelBodyProps) {
  const Kind = KINDS[props.panel.kind];
  if (props.runs.length === 0) return <p className="p-3 text-ink-3">{TEXT.allHidden}</p>;
  return <Kind {...props} />;
}
