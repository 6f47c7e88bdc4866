/** A moment as Optuna's messages have it: local time without a zone. `micros` counts from 1970. */
export function toLocalText(micros: number | null): string {
  if (micros === null) return '';
  const millis = Math.floor(micros / 1000);
  const date = new Date(millis);
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
  return `${day} ${time}.${pad(date.getMilliseconds(), 3)}${pad(micros - millis * 1000, 3)}`;
}

/** Reads what `toLocalText` writes; null for the empty text. */
export function fromLocalText(text: string): number | null {
  const [whole = '', fraction = ''] = text.split('.');
  const seconds = Date.parse(whole.replace(' ', 'T'));
  if (Number.isNaN(seconds)) return null;
  return seconds * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}
