import type { TrackingStore } from '@orrery/tracking';

const AT_ONCE = 250;

export interface ChangeAnswer {
  changed: string[];
  /** Runs that refused, and why. */
  failed: { run_id: string; message: string }[];
}

/** Does one thing to many runs, each for itself: what one refuses, others take. */
export async function changeRuns(
  runIds: readonly string[],
  change: (runId: string) => Promise<unknown>,
): Promise<ChangeAnswer> {
  const answer: ChangeAnswer = { changed: [], failed: [] };
  for (let from = 0; from < runIds.length; from += AT_ONCE) {
    await Promise.all(
      runIds.slice(from, from + AT_ONCE).map((runId) =>
        change(runId).then(
          () => answer.changed.push(runId),
          (error: Error) => answer.failed.push({ run_id: runId, message: error.message }),
        ),
      ),
    );
  }
  return answer;
}

/** Sets a tag of many runs, or takes it away where `value` is null; says what each had before. */
export async function tagRuns(
  store: TrackingStore,
  { run_ids, key, value }: { run_ids: string[]; key: string; value: string | null },
) {
  const before = await store.getRuns(run_ids);
  const held = (tags: readonly { key: string; value: string }[]) =>
    tags.find((tag) => tag.key === key)?.value ?? null;
  const previous = Object.fromEntries(before.map(({ info, tags }) => [info.runId, held(tags)]));
  const wanted = run_ids.filter((id) => previous[id] !== value);
  const answer = await changeRuns(wanted, (id) =>
    value === null ? store.deleteTag(id, key) : store.setTag(id, { key, value }),
  );
  return { ...answer, previous };
}
