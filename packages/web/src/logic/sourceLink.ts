/** A web page for a repository and a commit, where the repository's address names a known host's form. */
export function commitLink(repository: string | undefined, commit: string | undefined): string | null {
  if (!repository || !commit) return null;
  const match = /^(?:https?:\/\/|ssh:\/\/git@|git@)([^/:]+)[/:](.+?)(?:\.git)?\/?$/.exec(repository.trim());
  if (!match) return null;
  const separator = match[1]?.includes('gitlab') ? '/-/commit/' : '/commit/';
  return `https://${match[1]}/${match[2]}${separator}${commit}`;
}

/** The page that shows what lies between two commits, where `commitLink` knows the host's form. */
export function differenceLink(repository: string | undefined, from: string, to: string): string | null {
  return commitLink(repository, to)?.replace(/\/commit\/[^/]+$/, `/compare/${from}...${to}`) ?? null;
}
