import type { ReactNode } from 'react';
import { useSeen } from './useSeen.ts';

/** Holds the place of something costly until it comes near the window. */
export function WhenSeen({ height, children }: { height: number; children: ReactNode }) {
  const [ref, seen] = useSeen<HTMLDivElement>();
  return (
    <div ref={ref} style={{ minHeight: height }} className="min-w-0">
      {seen && children}
    </div>
  );
}
