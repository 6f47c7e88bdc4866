/** What a look at one thing found; `problem` says what is wrong and what to do. */
export interface Finding {
  name: string;
  detail: string;
  problem: string | null;
  /** Whether a problem keeps nothing from working: it is worth a look, or only some jobs need it. */
  isOptional?: boolean;
}

/** @param at resolves to what is well; what it throws is the problem */
export async function look(name: string, at: () => Promise<string> | string): Promise<Finding> {
  try {
    return { name, detail: await at(), problem: null };
  } catch (error) {
    return { name, detail: '', problem: (error as Error).message };
  }
}

export async function optional(finding: Promise<Finding>): Promise<Finding> {
  return { ...(await finding), isOptional: true };
}
