import type { Trial } from '../data/studyModel.ts';

type Test = (trial: Trial) => boolean;

const CONDITION = /^(?<name>[^<>=!]+)(?<sign><=|>=|!=|=|<|>)(?<wanted>.*)$/;

/**
 * What a line of words asks of a trial; all must hold. `lr<0.01`, `optimizer=adam`, `value>=0.9`, `value1<3`,
 * `number>100` and `duration<60` (seconds) compare; any other word must be within `name=value` of a param or an
 * attribute of the user, or be the number.
 */
export function trialTest(words: string): Test {
  const tests = words.split(/\s+/).filter(Boolean).map(wordTest);
  return (trial) => tests.every((test) => test(trial));
}

function wordTest(word: string): Test {
  const { name, sign, wanted } = CONDITION.exec(word)?.groups ?? {};
  if (name === undefined || sign === undefined || !wanted) {
    const text = word.toLowerCase();
    return (trial) => String(trial.number) === text || words(trial).some((own) => own.includes(text));
  }
  const number = Number(wanted);
  return (trial) => {
    const value = named(trial, name);
    if (value === undefined) return false;
    if (sign === '=' || sign === '!=') {
      const same =
        typeof value === 'number' ? value === number : String(value).toLowerCase() === wanted.toLowerCase();
      return same === (sign === '=');
    }
    if (typeof value !== 'number' || Number.isNaN(number)) return false;
    if (sign === '<') return value < number;
    if (sign === '>') return value > number;
    return sign === '<=' ? value <= number : value >= number;
  };
}

function named(trial: Trial, name: string): unknown {
  if (name in trial.params) return trial.params[name];
  if (name in trial.userAttrs) return trial.userAttrs[name];
  if (name === 'number') return trial.number;
  if (name === 'state') return trial.state;
  if (name === 'duration') return duration(trial);
  const objective = /^value(?<index>\d*)$/.exec(name)?.groups?.index;
  return objective === undefined ? undefined : trial.values?.[Number(objective)];
}

function duration({ started, completed }: Trial): number | undefined {
  return started === null || completed === null ? undefined : (completed - started) / 1000;
}

function words(trial: Trial): string[] {
  return [...Object.entries(trial.params), ...Object.entries(trial.userAttrs)].map(([name, value]) =>
    `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`.toLowerCase(),
  );
}
