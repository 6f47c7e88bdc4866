import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { invalid } from '@orrery/core';
import { readSpaceFile } from '@orrery/runner';
import { studyAnswer, studyExport } from '@orrery/server/study-export';
import {
  askAsSet,
  createStudy,
  type Direction,
  type FinishedState,
  openStudy,
  type ParamValue,
  stopStudy,
  waitingTrial,
} from '@orrery/sweeps';
import { Command, Option } from 'commander';
import { withStore, withStudy } from './study-store.ts';
import { type RunFlags, runSweepCommand } from './sweep-run.ts';
import { table } from './table.ts';

interface CreateFlags {
  direction: Direction[];
  sampler: string;
  pruner: string;
  seed?: string;
  space?: string;
  attr: string[];
  loadIfExists?: boolean;
}

/** `orrery sweep`: studies from a shell, and any command optimised. Works on the study store itself, server or no server. */
export function sweepCommand(): Command {
  const sweep = new Command('sweep').description('studies from a shell, and any command optimised');
  const many = (value: string, before: string[]) => [...before, value];
  const study = (name: string, description: string) =>
    sweep.command(name).description(description).argument('<study>', 'its name, or its id');

  sweep
    .command('run')
    .description('optimise a command that prints or writes a metric')
    .argument('<file>', 'a sweep.yaml')
    .argument('[command...]', 'the command, after --, with {name} where a param goes')
    .option('--n-trials <number>', 'in place of what the file says')
    .option('--timeout <seconds>', 'begin no trial after so long')
    .option('-j, --parallel <number>', 'trials at a time')
    .option('--json', 'one JSON event a line')
    .option('--dry-run', 'print what would run, and run nothing')
    .action((file: string, command: string[], flags: RunFlags) => runSweepCommand(file, command, flags));
  sweep
    .command('create')
    .description('make a study')
    .argument('<name>')
    .addOption(
      new Option('--direction <direction>', 'as often as there are objectives')
        .choices(['minimize', 'maximize'])
        .argParser((value, before: string[] = []) => [...before, value]),
    )
    .option('--sampler <name>', 'how params are chosen', 'tpe')
    .option('--pruner <name>', 'when a trial is given up', 'median')
    .option('--seed <number>', 'for the same trials again')
    .option('--space <file>', 'YAML or JSON with the params, as in a sweep.yaml')
    .option('--attr <key=value>', 'an attribute; as often as needed', many, [])
    .option('--load-if-exists', 'leave a study of this name as it is')
    .action(create);
  sweep.command('list').description('all studies').option('--json', 'as JSON').action(list);
  study('show', 'a study and its best trials')
    .option('--json', 'as JSON')
    .option('--top <number>', 'trials to show', '10')
    .action(show);
  study('export', 'all trials as a file')
    .addOption(new Option('--format <format>').choices(['csv', 'json']).default('csv'))
    .option('-o, --output <file>', 'in place of standard output')
    .action(exportStudy);
  study('delete', 'a study and its trials, for good')
    .option('--yes', 'do not only say what would go')
    .action(deleteStudy);
  study('ask', 'begin a trial, and print its number and params as JSON')
    .option('--space <file>', 'params in place of those of the study')
    .action(ask);
  study('tell', 'end a trial')
    .argument('<number>', 'of the trial')
    .argument('[values...]', 'one for each objective')
    .addOption(new Option('--state <state>', 'where there is no value').choices(['PRUNED', 'FAIL']))
    .action(tell);
  study('enqueue', 'have a trial run with params of your own, before others')
    .argument('<params...>', 'as name=value')
    .action(enqueue);
  study('stop', 'begin no more trials; those that run end as they will')
    .option('--reason <text>', 'for whoever asks', 'stopped from a shell')
    .action((name: string, { reason }: { reason: string }) =>
      withStudy(name, (store, { studyId }) => stopStudy(store, studyId, reason)),
    );
  study('resume', 'take a stop back').action((name: string) =>
    withStudy(name, (store, { studyId }) => stopStudy(store, studyId, null)),
  );
  return sweep;
}

async function create(name: string, flags: CreateFlags): Promise<void> {
  const { direction = ['minimize'], sampler, pruner, seed, space, attr, loadIfExists } = flags;
  const attrs = readValues('--attr', attr);
  await withStore(async (store) => {
    const known = loadIfExists ? await store.findStudy(name) : null;
    const settings = {
      sampler,
      pruner,
      seed: seed === undefined ? null : Number(seed),
      space: space === undefined ? null : readSpaceFile(resolve(space)),
    };
    const { studyId } = known ?? (await createStudy(store, name, direction, settings));
    for (const [key, value] of Object.entries(attrs)) await store.setStudyUserAttr(studyId, key, value);
    console.log(`${name} is study ${studyId}`);
  });
}

async function list({ json }: { json?: boolean }): Promise<void> {
  const studies = await withStore((store) => store.getSummaries());
  if (json) return console.log(JSON.stringify({ studies: studies.map(studyAnswer) }));
  const rows = studies.map(({ studyId, name, directions, counts, bestTrial }) => [
    String(studyId),
    name,
    directions.join(', '),
    ...(['COMPLETE', 'PRUNED', 'FAIL', 'RUNNING', 'WAITING'] as const).map((state) => String(counts[state])),
    String(bestTrial?.values?.[0] ?? ''),
  ]);
  const states = ['COMPLETE', 'PRUNED', 'FAILED', 'RUNNING', 'WAITING'];
  console.log(table(['ID', 'NAME', 'DIRECTION', ...states, 'BEST'], rows));
}

async function show(name: string, { json, top }: { json?: boolean; top: string }): Promise<void> {
  await withStudy(name, async (store, { studyId, directions }) => {
    const study = await store.getSummary(studyId);
    const trials = await store.getTrials(studyId, ['COMPLETE']);
    const sign = directions[0] === 'maximize' ? -1 : 1;
    const best = [...trials]
      .sort((a, b) => sign * ((a.values?.[0] ?? 0) - (b.values?.[0] ?? 0)))
      .slice(0, Number(top));
    if (json) return console.log(JSON.stringify({ study: studyAnswer(study) }));
    const counts = Object.entries(study.counts).map(([state, count]) => `${count} ${state}`);
    console.log(`${study.name} (${studyId}): ${directions.join(', ')}; ${counts.join(', ')}`);
    const params = [...new Set(best.flatMap((trial) => Object.keys(trial.params)))];
    const rows = best.map((trial) => [
      String(trial.number),
      (trial.values ?? []).join(', '),
      ...params.map((param) => String(trial.params[param] ?? '')),
    ]);
    if (rows.length > 0) console.log(table(['TRIAL', 'VALUE', ...params], rows));
  });
}

async function exportStudy(
  name: string,
  { format, output }: { format: 'csv' | 'json'; output?: string },
): Promise<void> {
  const text = await withStudy(name, async (store, { studyId }) =>
    studyExport(await store.getSummary(studyId), await store.getTrials(studyId), format),
  );
  if (output === undefined) process.stdout.write(text);
  else writeFileSync(output, text);
}

async function deleteStudy(name: string, { yes }: { yes?: boolean }): Promise<void> {
  await withStudy(name, async (store, { studyId, name: own }) => {
    const { length } = await store.getTrials(studyId);
    if (!yes) {
      console.log(`${own} has ${length} trials; with --yes it is deleted for good.`);
      process.exitCode = 1;
      return;
    }
    await store.deleteStudy(studyId);
    console.log(`${own} and its ${length} trials are deleted.`);
  });
}

/** Exits with 2 where there is nothing left to do. */
async function ask(name: string, { space }: { space?: string }): Promise<void> {
  await withStudy(name, async (store, record) => {
    const study = await openStudy(store, record);
    const { trial, done } = await askAsSet(study, space === undefined ? null : readSpaceFile(resolve(space)));
    if (trial) return console.log(JSON.stringify({ number: trial.number, params: trial.params }));
    console.error(`orrery sweep: no more trials: ${done}`);
    process.exitCode = 2;
  });
}

async function tell(
  name: string,
  number: string,
  values: string[],
  { state }: { state?: FinishedState },
): Promise<void> {
  const bad = [number, ...values].filter((text) => Number.isNaN(Number(text)));
  if (bad.length > 0) throw invalid(`${bad.join(', ')} is no number; where there is no value, --state FAIL.`);
  await withStudy(name, async (store, record) => {
    const study = await openStudy(store, record);
    const trialId = await store.findTrialId(record.studyId, Number(number));
    await study.tell(trialId, state ?? 'COMPLETE', values.map(Number));
  });
}

async function enqueue(name: string, params: string[]): Promise<void> {
  const values = readValues('enqueue', params);
  await withStudy(name, async (store, { studyId }) => {
    const { number } = await store.createTrial(studyId, waitingTrial(values));
    console.log(`trial ${number} waits`);
  });
}

/** Values as JSON where they are, else as text. */
function readValues(flag: string, pairs: string[]): Record<string, ParamValue> {
  const bad = pairs.filter((pair) => !/^[^=]+=/.test(pair));
  if (bad.length > 0) throw invalid(`${flag} takes name=value, not ${bad.join(', ')}.`);
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), readValue(pair.slice(at + 1))];
    }),
  );
}

function readValue(text: string): ParamValue {
  try {
    return JSON.parse(text) as ParamValue;
  } catch {
    return text;
  }
}
