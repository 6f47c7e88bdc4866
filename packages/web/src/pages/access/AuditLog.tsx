import { useAudit } from '../../data/access.ts';
import { Button } from '../../design/Button.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { When } from '../../design/When.tsx';
import { Table } from './Table.tsx';
import { TEXT } from './text.ts';

/** What was done to accounts and rights, and what was deleted. */
export function AuditLog() {
  const { data, error, isPending, hasNextPage, isFetching, fetchNextPage, refetch } = useAudit();
  const events = data?.pages.flat() ?? [];
  return (
    <Panel title={TEXT.sections.audit}>
      {isPending && <Loading />}
      {error && <Failure error={error} onRetry={() => refetch()} />}
      {data && events.length === 0 && <Empty title={TEXT.noEvents} />}
      {events.length > 0 && (
        <Table
          label={TEXT.sections.audit}
          heads={[TEXT.time, TEXT.user, TEXT.action, TEXT.subject, TEXT.address, TEXT.outcome]}
          rows={events.map(({ id, time, username, action, subject, address, outcome }) => ({
            id,
            cells: [
              <When key="time" time={time} />,
              username ?? <span className="text-ink-3">{TEXT.somebody}</span>,
              <span key="action" className="figures whitespace-nowrap text-small">
                {action}
              </span>,
              <span key="subject" className="figures text-ink-2 text-small [overflow-wrap:anywhere]">
                {subject}
              </span>,
              <span key="address" className="figures text-ink-2 text-small">
                {address}
              </span>,
              <span key="outcome" className={outcome === 'done' ? 'text-ink-2' : 'text-alarm'}>
                {outcome}
              </span>,
            ],
          }))}
        />
      )}
      {hasNextPage && (
        <Button className="m-3" disabled={isFetching} onClick={() => fetchNextPage()}>
          {TEXT.older}
        </Button>
      )}
    </Panel>
  );
}
