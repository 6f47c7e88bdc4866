import { type RefObject, useInsertionEffect, useRef } from 'react';

/** A ref that holds the value of the last render, for callbacks that outlive it; it does before any layout effect. */
export function useLatest<T>(value: T): RefObject<T> {
  const ref = useRef(value);
  useInsertionEffect(() => {
    ref.current = value;
  });
  return ref;
}
