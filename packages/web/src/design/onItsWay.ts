import { type ComponentType, createElement, type ReactNode, useEffect, useState } from 'react';
import { Loading } from './States.tsx';

interface Options {
  /** Whether the code is asked for now; else when it is first shown. */
  isWanted?: boolean;
  /** Until it is here. */
  fallback?: ReactNode;
}

/**
 * A component whose code comes apart from the page's, and is shown as soon as it is here. React's `lazy` keeps what stands in
 * for it for 300 ms once that is shown.
 */
export function onItsWay<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  { isWanted = true, fallback = createElement(Loading) }: Options = {},
): ComponentType<P> {
  let here: ComponentType<P> | null = null;
  let coming: Promise<ComponentType<P>> | undefined;
  const ask = () => {
    coming ??= load().then(
      (module) => {
        here = module.default;
        return here;
      },
      (error: unknown) => {
        coming = undefined;
        throw error;
      },
    );
    return coming;
  };
  // Why it does not come is told where it is shown.
  if (isWanted) ask().catch(() => {});
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each module that calls this
  return function OnItsWay(props: P) {
    const [found, setFound] = useState<{ component: ComponentType<P> | null; error?: unknown }>(() => ({
      component: here,
    }));
    const isMissing = found.component === null && found.error === undefined;
    useEffect(() => {
      // It may have come since this was drawn.
      if (isMissing)
        ask().then(
          (component) => setFound({ component }),
          (error: unknown) => setFound({ component: null, error }),
        );
    }, [isMissing]);
    if (found.error) throw found.error;
    return found.component ? createElement(found.component, props) : fallback;
  };
}
