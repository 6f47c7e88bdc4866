import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { PageHead } from '../design/PageHead.tsx';
import { Empty, Failure } from '../design/States.tsx';

/** A page that broke. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  return <Failure error={error} onRetry={reset} />;
}

/** A path that leads nowhere. */
export function NotFound() {
  return (
    <>
      <PageHead title="Not found" />
      <Empty title="There is nothing at this address">
        <Link to="/experiments" className="underline underline-offset-2">
          Go to the experiments
        </Link>
      </Empty>
    </>
  );
}
