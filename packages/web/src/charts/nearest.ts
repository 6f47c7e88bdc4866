/** The item that is least far away, of those nearer than `reach`. */
export function nearest<T>(items: readonly T[], far: (item: T) => number, reach: number): T | null {
  let found: T | null = null;
  let least = reach;
  for (const item of items) {
    const distance = far(item);
    if (distance < least) {
      least = distance;
      found = item;
    }
  }
  return found;
}
