import { type RefObject, useEffect, useRef, useState } from 'react';

/** Whether an element has ever been within a screen of the window. */
export function useSeen<E extends Element>(): [RefObject<E | null>, boolean] {
  const [ref, isNear, wasNear] = useNear<E>('100% 0px');
  return [ref, wasNear || isNear];
}

/** Whether an element is now, and whether it has ever been, that near to the window (a margin as in CSS). */
export function useNear<E extends Element>(
  margin: string,
): [ref: RefObject<E | null>, isNear: boolean, wasNear: boolean] {
  const ref = useRef<E>(null);
  const [near, setNear] = useState({ is: false, was: false });
  useEffect(() => {
    if (!ref.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const is = entries.at(-1)?.isIntersecting ?? false;
        setNear((old) => (old.is === is ? old : { is, was: true }));
      },
      { rootMargin: margin },
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [margin]);
  return [ref, near.is, near.was];
}
