/** A web page for a repository and a commit, where the repository's address names a known host's form. */
export function commitLink(repository: string | undefined, commit: string | undefined): string | null {
  if (!repository || !commit) return null;
  const match = /^(?:https?:\/\/|ssh:\/\/git@|git@)([^/:]+)[/:](.+?)(?:\.git)?\/?$/.exec(repository.trim());
  if (!match) return null;
  const separator = match[1]?.includes('gitlab') ? '/-/commit/' : '/commit/';
  return `https://${match[1]}/${match[2]}${separator}${commit}`;
}
