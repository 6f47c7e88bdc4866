import { invalid, type ModelStage, OrreryError } from '@orrery/core';

const STAGES: ModelStage[] = ['None', 'Staging', 'Production', 'Archived'];
const ACTIVE: ModelStage[] = ['Staging', 'Production'];

/** What a deleted version's row says: its number is not given again. */
export const DELETED = 'Deleted_Internal';

/** A stage by its name in any case. */
export function parseStage(name: string): ModelStage {
  const stage = STAGES.find((each) => each.toLowerCase() === name.toLowerCase());
  if (stage) return stage;
  throw invalid(`Invalid Model Version stage: ${name}. Value must be one of ${STAGES.join(', ')}.`);
}

/** The stage to move to; only one that is in use can push others out. */
export function parseTarget(name: string, archiveOthers: boolean): ModelStage {
  const stage = parseStage(name);
  if (!archiveOthers || ACTIVE.includes(stage)) return stage;
  const valid = `['${ACTIVE.join("', '")}']`;
  const message = `Model version transition cannot archive existing model versions because '${name}' is not an Active stage. Valid stages are ${valid}`;
  throw new OrreryError('INTERNAL_ERROR', message);
}
