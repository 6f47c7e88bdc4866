import type { Run } from '../data/model.ts';

/** Commands that do again what a run did. */
export interface Reproduction {
  commands: string;
  /** What they cannot know. */
  gaps: string[];
}

/** How to run it again, from what its tags and params say; null where they say nothing of it. */
export function reproduction(run: Run, experiment: string): Reproduction | null {
  const { tags } = run;
  const checkout = checkoutOf(tags);
  if (tags['orrery.dataset'] && tags['orrery.model']) {
    return { commands: [...checkout, jobCommands(run, experiment)].join('\n'), gaps: dirt(tags) };
  }
  const command = parseCommand(tags['orrery.command']);
  if (command) {
    const again = `orrery exec --experiment ${quoted(experiment)} -- ${command.map(quoted).join(' ')}`;
    return { commands: [...checkout, again].join('\n'), gaps: dirt(tags) };
  }
  const source = tags['mlflow.source.name'];
  if (!source) return null;
  if (tags['mlflow.source.type'] === 'PROJECT') {
    const version = tags['mlflow.source.git.commit'];
    const parts = [
      `mlflow run ${quoted(source)}`,
      ...(version ? [`-v ${version}`] : []),
      ...(tags['mlflow.project.entryPoint'] ? [`-e ${quoted(tags['mlflow.project.entryPoint'])}`] : []),
      ...Object.entries(run.params).map(([key, value]) => `-P ${quoted(`${key}=${value}`)}`),
    ];
    return { commands: parts.join(' '), gaps: dirt(tags) };
  }
  const script = source.endsWith('.py') ? `python ${quoted(source)}` : source;
  const gaps = [...dirt(tags), 'Arguments of the command are not among what MLflow’s client records.'];
  return { commands: [...checkout, script].join('\n'), gaps };
}

/** A manifest of this one job, and the command that runs it. */
function jobCommands({ tags, params }: Run, experiment: string): string {
  const manifest = {
    globals: {
      experiment_name: experiment,
      ...(tags['orrery.seed'] !== undefined && { random_seed: Number(tags['orrery.seed']) }),
    },
    jobs: [
      {
        dataset_slug: tags['orrery.dataset'],
        model_name: tags['orrery.model'],
        ...(tags['orrery.executor'] && { executor: tags['orrery.executor'] }),
        model_params: nested(params),
      },
    ],
  };
  // JSON is YAML.
  return `cat > again.yaml <<'END'\n${JSON.stringify(manifest, null, 2)}\nEND\norrery run again.yaml`;
}

/** Params as the runner had them before it flattened them. */
function nested(params: Readonly<Record<string, string>>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(params)) {
    const path = name.split('.');
    const last = path.pop() as string;
    let at = root;
    for (const key of path) {
      if (typeof at[key] !== 'object' || at[key] === null) at[key] = {};
      at = at[key] as Record<string, unknown>;
    }
    at[last] = parsed(text);
  }
  return root;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function parseCommand(text: string | undefined): string[] | null {
  const value = text === undefined ? null : parsed(text);
  return Array.isArray(value) && value.every((part) => typeof part === 'string') ? value : null;
}

function checkoutOf(tags: Run['tags']): string[] {
  const commit = tags['mlflow.source.git.commit'];
  if (!commit) return [];
  const repository = tags['mlflow.source.git.repoURL'];
  const folder = repository
    ?.replace(/\/$/, '')
    .split('/')
    .at(-1)
    ?.replace(/\.git$/, '');
  const clone = repository && folder ? [`git clone ${quoted(repository)} && cd ${quoted(folder)}`] : [];
  return [...clone, `git checkout ${commit}`];
}

function dirt(tags: Run['tags']): string[] {
  return tags['mlflow.source.git.dirty'] === 'true'
    ? ['There were changes that no commit holds: they are among the artifacts.']
    : [];
}

/** A word of a shell's command. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
