import { Labelled } from '../../design/Labelled.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { Select } from '../../design/Select.tsx';
import { Switch } from '../../design/Switch.tsx';
import type { DraftGlobals, Path } from '../../logic/manifestDraft.ts';
import { NumberField } from './NumberField.tsx';
import { TextField } from './TextField.tsx';
import { TEXT } from './text.ts';

const SAMPLERS = ['tpe', 'random', 'grid'].map((name) => [name, name] as const);
/** Those that need no options. */
const PRUNERS = ['median', 'percentile', 'successive_halving', 'hyperband', 'wilcoxon', 'nop'].map(
  (name) => [name, name] as const,
);

/** What holds for all jobs. */
export function GlobalsForm({
  globals,
  set,
}: {
  globals: DraftGlobals;
  set: (path: Path, value: unknown) => void;
}) {
  const { metrics = {}, sweep = {} } = globals;
  const at = (...path: string[]) => ['globals', ...path];
  return (
    <Panel title={TEXT.experiment}>
      <div className="grid gap-x-4 gap-y-3 p-3 sm:grid-cols-2 xl:grid-cols-4">
        <Labelled label={TEXT.experiment}>
          <TextField
            value={globals.experiment_name}
            onChange={(value) => set(at('experiment_name'), value)}
            placeholder={TEXT.default}
          />
        </Labelled>
        <Labelled label={TEXT.metricThatCounts}>
          <TextField
            value={metrics.primary}
            onChange={(value) => set(at('metrics', 'primary'), value)}
            placeholder={TEXT.valLoss}
          />
        </Labelled>
        <div className="flex flex-col items-start gap-1">
          <span className="text-ink-2">{TEXT.better}</span>
          <Segmented
            label={TEXT.better}
            value={metrics.direction === 'maximize' ? 'maximize' : 'minimize'}
            options={[
              ['minimize', 'less'],
              ['maximize', 'more'],
            ]}
            onChange={(value) => set(at('metrics', 'direction'), value)}
          />
        </div>
        <Labelled label={TEXT.seed}>
          <NumberField
            integer
            value={globals.random_seed}
            onChange={(value) => set(at('random_seed'), value)}
            placeholder="42"
          />
        </Labelled>
      </div>
      <div className="flex flex-wrap gap-x-5 border-line border-t px-3 py-1.5">
        <Switch
          label={TEXT.runEachJobWith}
          checked={globals.run_user_params ?? true}
          onChange={(on) => set(at('run_user_params'), on ? undefined : false)}
        />
        <Switch
          label={TEXT.searchHyperparameters}
          checked={globals.run_gridsearch ?? false}
          onChange={(on) => set(at('run_gridsearch'), on ? true : undefined)}
        />
        <Switch
          label={TEXT.leaveOutWhatComplete}
          checked={globals.skip_completed ?? false}
          onChange={(on) => set(at('skip_completed'), on ? true : undefined)}
        />
      </div>
      {globals.run_gridsearch && (
        <div className="grid gap-x-4 gap-y-3 border-line border-t p-3 sm:grid-cols-2 xl:grid-cols-4">
          <Labelled label={TEXT.trials}>
            <NumberField
              integer
              value={sweep.n_trials}
              onChange={(value) => set(at('sweep', 'n_trials'), value)}
              placeholder="20"
            />
          </Labelled>
          <Labelled label={TEXT.sampler}>
            <Select
              value={typeof sweep.sampler === 'string' ? sweep.sampler : 'tpe'}
              options={SAMPLERS}
              onChange={(value) => set(at('sweep', 'sampler'), value)}
            />
          </Labelled>
          <Labelled label={TEXT.pruner}>
            <Select
              value={typeof sweep.pruner === 'string' ? sweep.pruner : 'median'}
              options={PRUNERS}
              onChange={(value) => set(at('sweep', 'pruner'), value)}
            />
          </Labelled>
          <Labelled label={TEXT.trialsAtTime}>
            <NumberField
              integer
              value={sweep.parallel}
              onChange={(value) => set(at('sweep', 'parallel'), value)}
              placeholder={TEXT.asManyAsCores}
            />
          </Labelled>
        </div>
      )}
    </Panel>
  );
}
