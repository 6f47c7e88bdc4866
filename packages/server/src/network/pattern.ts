/** Matches a whole text against a pattern where `*` is any text, as `--allowed-hosts` and `--cors-allowed-origins` do. */
export function matcher(pattern: string): (text: string) => boolean {
  if (!pattern.includes('*')) return (text) => text === pattern;
  const parts = pattern.split('*').map(RegExp.escape);
  const whole = new RegExp(`^${parts.join('.*')}$`);
  return (text) => whole.test(text);
}
