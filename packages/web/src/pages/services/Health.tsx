import { type Finding, useDoctor } from '../../data/services.ts';
import { Button } from '../../design/Button.tsx';
import { cx } from '../../design/cx.ts';
import { Panel } from '../../design/Panel.tsx';
import { Failure, Loading } from '../../design/States.tsx';
import { plural } from '../../logic/format.ts';
import { TEXT } from './text.ts';

/** What is well and what is not, and what to do about it. */
export function Health() {
  const { data, error, isFetching, refetch } = useDoctor();
  const problems = data?.filter(({ problem, isOptional }) => problem !== null && !isOptional) ?? [];
  return (
    <Panel
      title={TEXT.health}
      aside={
        <Button disabled={isFetching} onClick={() => refetch()}>
          {isFetching ? TEXT.looking : TEXT.lookAgain}
        </Button>
      }
    >
      {error && <Failure error={error} />}
      {!data && !error && <Loading lines={12} />}
      {data && (
        <>
          <p
            role="status"
            className={cx(
              'border-l-2 px-3 py-1.5',
              problems.length > 0 ? 'border-alarm bg-alarm-wash' : 'border-verdigris bg-verdigris-wash',
            )}
          >
            {problems.length > 0 ? plural(problems.length, 'problem') : TEXT.well}
          </p>
          <ul className="divide-y divide-line">
            {data.map((finding) => (
              <Row key={finding.name} finding={finding} />
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

function Row({ finding: { name, detail, problem, isOptional = false } }: { finding: Finding }) {
  const isBad = problem !== null && !isOptional;
  return (
    <li className="grid grid-cols-[1rem_minmax(0,1fr)] items-baseline gap-x-2 md:grid-cols-[1rem_14rem_minmax(0,1fr)] px-3 py-1">
      <span aria-hidden="true" className={isBad ? 'text-alarm' : problem ? 'text-ink-3' : 'text-verdigris'}>
        {problem ? '×' : '✓'}
      </span>
      <span className="truncate" title={name}>
        {name}
      </span>
      <span
        className={cx(
          'col-start-2 min-w-0 text-small [overflow-wrap:anywhere] md:col-start-3',
          isBad ? 'text-alarm' : 'text-ink-2',
        )}
      >
        {problem ?? detail}
        {problem && isOptional && <span className="text-ink-3"> ({TEXT.optional})</span>}
      </span>
    </li>
  );
}
