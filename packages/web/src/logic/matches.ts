/** Whether a text holds every one of some words, wherever; nothing asked is found everywhere. */
export function matches(text: string, words: string): boolean {
  const held = text.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => held.includes(word));
}
