import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { PageHead } from '../design/PageHead.tsx';
import { Empty, Failure } from '../design/States.tsx';
import { TEXT } from './text.ts';

/** A page that broke. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  return <Failure error={error} onRetry={reset} />;
}

/** A path that leads nowhere. */
export function NotFound() {
  return (
    <>
      <PageHead title={TEXT.notFound} />
      <Empty title={TEXT.nothingHere}>
        <Link to="/experiments" className="underline underline-offset-2">
          {TEXT.toExperiments}
        </Link>
      </Empty>
    </>
  );
}
