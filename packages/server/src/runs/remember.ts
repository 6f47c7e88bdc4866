/** What was made of an object before, or is made of it now; what fails is made again the next time. */
export function remember<K extends object, V>(
  known: WeakMap<K, Promise<V>>,
  key: K,
  make: () => Promise<V>,
): Promise<V> {
  let value = known.get(key);
  if (!value) {
    value = make();
    value.catch(() => known.delete(key));
    known.set(key, value);
  }
  return value;
}
