// To make one takes longer than to use it a hundred times.
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const ISO_DAY = new Intl.DateTimeFormat('en-CA');
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
});

const MINUS = '\u2212';

/** A figure for a table cell: about `digits` significant digits, never longer than eleven characters. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size >= 1e7 || size < 1e-4
      ? value
          .toExponential(Math.max(0, digits - 1))
          .replace(/\.?0+e/, 'e')
          .replace('e+', 'e')
      : Number.isInteger(value)
        ? String(value)
        : value.toFixed(Math.max(0, Math.min(6, decimals(size, digits))));
  return text.replaceAll('-', MINUS);
}

/** Below a tenth the noughts after the point do not count. */
function decimals(size: number, digits: number): number {
  const power = Math.floor(Math.log10(size));
  return power < 0 ? digits - 2 - power : digits - 1 - power;
}

/** A span of milliseconds in at most two units: `840ms`, `12.4s`, `3m 20s`, `2h 05m`, `3d 4h`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '–';
  if (ms < 1000) return `${Math.round(ms)}ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.floor(seconds)}s`;
  const whole = Math.floor(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}m ${pad(whole % 60)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h ${pad(minutes % 60)}m`;
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

/** Bytes in binary units: `512 B`, `1.5 KiB`, `12 MiB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return '–';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1).replace(/\.0$/, '')} ${units[unit]}`;
}

/** How long ago, coarsely: `just now`, `4 min ago`, `3 h ago`, `5 d ago`, then the date. */
export function formatRelative(then: number, now: number): string {
  const ms = now - then;
  if (ms < -60_000) return formatDate(then);
  if (ms < 45_000) return 'just now';
  if (ms < 3_570_000) return `${Math.max(1, Math.round(ms / 60_000))} min ago`;
  if (ms < 86_400_000) return `${Math.round(ms / 3_600_000)} h ago`;
  if (ms < 14 * 86_400_000) return `${Math.round(ms / 86_400_000)} d ago`;
  return formatDate(then);
}

/** The day in the reader's zone: `24 Nov 2026`. */
export function formatDate(time: number): string {
  return DAY.format(time);
}

/** The exact moment in the reader's zone, with milliseconds and the zone's name. */
export function formatExact(time: number): string {
  return `${ISO_DAY.format(time)} ${CLOCK.format(time)}`;
}

/** `1 run`, `12 runs`, `10,000 runs`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : many}`;
}

/** The first characters of a commit or an id. */
export function shortId(id: string, length = 8): string {
  return id.slice(0, length);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
