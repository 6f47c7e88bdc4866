import { Copy } from 'lucide-react';
import { useExperiment } from '../../data/experiments.ts';
import type { Run } from '../../data/model.ts';
import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { reproduction } from '../../logic/reproduce.ts';
import { TEXT } from './text.ts';

/** The commands that do again what the run did; nothing where its tags do not say. */
export function Reproduce({ run }: { run: Run }) {
  const experiment = useExperiment(run.experimentId);
  const notify = useNotify();
  const found = reproduction(run, experiment.data?.name ?? run.experimentId);
  if (!found) return null;
  return (
    <Panel
      title={TEXT.again}
      aside={
        <Button
          tone="quiet"
          onClick={() =>
            navigator.clipboard
              .writeText(found.commands)
              .then(() => notify.done(TEXT.commandsCopied), notify.failed)
          }
        >
          <Copy size={13} aria-hidden="true" /> {TEXT.copy}
        </Button>
      }
    >
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by the keyboard
        tabIndex={0}
        className="figures max-h-72 overflow-auto px-3 py-2 text-small"
      >
        {found.commands}
      </pre>
      {found.gaps.map((gap) => (
        <p key={gap} className="border-line border-t px-3 py-1.5 text-ink-2 text-small">
          {gap}
        </p>
      ))}
    </Panel>
  );
}
