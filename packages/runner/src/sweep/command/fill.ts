import { didYouMean } from '../../manifest/problem.ts';

/** Names that stand for something in every command: the trial's number, and its folder. */
export const RESERVED = ['trial', 'output'];

/** `{name}`; not `${name}`, which is a shell's, nor `{{name}}`, which stands for `{name}` itself. */
const PLACE = /\{\{(\w+)\}\}|(?<![${])\{([A-Za-z_]\w*)\}(?!\})/g;

/** The names for which a command has places. */
export function namesIn(command: string[]): string[] {
  const found = command.flatMap((word) => [...word.matchAll(PLACE)].flatMap(([, , name]) => name ?? []));
  return [...new Set(found)];
}

/** Those that are no params, and what may have been meant. */
export function unknownNames(names: string[], params: object): { name: string; message: string }[] {
  const known = [...Object.keys(params), ...RESERVED];
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({
      name,
      message: `there is no param '${name}'.${didYouMean(name, known) || ` Known are ${known.join(', ')}.`}`,
    }));
}

/** The command of one trial. */
export function fillCommand(command: string[], values: Record<string, unknown>): string[] {
  return command.map((word) =>
    word.replace(PLACE, (_, literal: string | undefined, name: string) =>
      literal === undefined ? String(values[name] ?? '') : `{${literal}}`,
    ),
  );
}
