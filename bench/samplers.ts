import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hypervolume, makeSampler, type SamplerSetting } from '@orrery/sweeps';
import { MemoryStudy } from '../packages/sweeps/test/memory-study.ts';
import { PROBLEMS, type Problem, REFERENCE } from './samplers/problems.ts';
import { holm, median, probabilityNotWorse } from './samplers/rank-test.ts';

/**
 * Runs our samplers on standard functions, and tests whether the best values that they find are worse than those of
 * Optuna's same sampler, which samplers/optuna_side.py has kept.
 *
 *     node bench/samplers.ts [--quick] [--only tpe/] [--markdown]
 */
const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    markdown: { type: 'boolean', default: false },
  },
});
const OPTUNA = '5.0.0';
const SIGNIFICANT = 0.05;

const SETTINGS: Record<string, SamplerSetting> = {
  random: 'random',
  sobol: { name: 'qmc', options: { scramble: true } },
  halton: { name: 'qmc', options: { kind: 'halton', scramble: true } },
  tpe: 'tpe',
  'tpe-univariate': { name: 'tpe', options: { multivariate: false } },
  'tpe-group': { name: 'tpe', options: { group: true } },
  cmaes: 'cmaes',
  'cmaes-separable': { name: 'cmaes', options: { use_separable_cma: true } },
  'cmaes-margin': { name: 'cmaes', options: { with_margin: true } },
  'cmaes-adaptive': { name: 'cmaes', options: { lr_adapt: true } },
  gp: 'gp',
  'gp-short': 'gp',
  nsgaii: { name: 'nsgaii', options: { population_size: 20 } },
  nsgaiii: { name: 'nsgaiii', options: { population_size: 20 } },
};

const file = new URL('./samplers/optuna.answers.json', import.meta.url);
if (!existsSync(file)) throw new Error(`${file.pathname} is missing: samplers/optuna_side.py makes it.`);
const known: Record<string, { trials: number; best: number[] }> = JSON.parse(readFileSync(file, 'utf8'))[
  OPTUNA
];

function best(setting: SamplerSetting, seed: number, problem: Problem, name: string, trials: number): number {
  const several = name.startsWith('zdt');
  const directions = several ? (['minimize', 'minimize'] as const) : (['minimize'] as const);
  const study = new MemoryStudy({ sampler: makeSampler(setting, seed), directions: [...directions] });
  study.optimize(problem, trials);
  if (!several) return study.best;
  const points = study.trials.map(({ values }) =>
    (values as number[]).map((value, i) => Math.min(value, REFERENCE[i] as number)),
  );
  return -hypervolume(points, REFERENCE);
}

const shown = (value: number) => value.toPrecision(4).padStart(10);
const columns = (cells: string[]) =>
  console.log(flags.markdown ? `| ${cells.map((cell) => cell.trim()).join(' | ')} |` : cells.join('  '));

columns([
  'sampler'.padEnd(16),
  'function'.padEnd(12),
  'Optuna'.padStart(10),
  'ours'.padStart(10),
  'p'.padStart(6),
  'runs'.padStart(7),
  '',
]);
if (flags.markdown) columns(['---', '---', '--:', '--:', '--:', '--:', '---']);
let worse = 0;
for (const [sampler, setting] of Object.entries(SETTINGS)) {
  const rows = Object.entries(known).flatMap(([key, { trials, best: theirs }]) => {
    const [of, name] = key.split('/') as [string, string];
    if (of !== sampler || !key.startsWith(flags.only) || theirs.length === 0) return [];
    const runs = flags.quick ? Math.min(6, theirs.length) : theirs.length;
    // Other seeds than Optuna's, as the numbers are others anyway.
    const ours = Array.from({ length: runs }, (_, seed) =>
      best(setting, 1000 + seed, PROBLEMS[name] as Problem, name, trials),
    );
    return [{ name, trials, ours, theirs }];
  });
  const probabilities = holm(rows.map(({ ours, theirs }) => probabilityNotWorse(ours, theirs)));
  rows.forEach(({ name, ours, theirs }, i) => {
    const p = probabilities[i] as number;
    if (p < SIGNIFICANT) worse++;
    const verdict =
      p < SIGNIFICANT ? 'worse' : probabilityNotWorse(theirs, ours) < SIGNIFICANT ? 'better' : '';
    const counts = `${ours.length}/${theirs.length}`;
    columns([
      sampler.padEnd(16),
      name.padEnd(12),
      shown(median(theirs)),
      shown(median(ours)),
      p.toFixed(2).padStart(6),
      counts.padStart(7),
      verdict,
    ]);
  });
}
console.log(
  worse === 0 ? 'No sampler is significantly worse on any function.' : `${worse} significantly worse.`,
);
process.exitCode = worse === 0 ? 0 : 1;
