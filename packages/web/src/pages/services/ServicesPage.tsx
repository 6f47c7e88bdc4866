import { type Services, useServices } from '../../data/services.ts';
import { useNow } from '../../data/useNow.ts';
import { KeyValues } from '../../design/KeyValues.tsx';
import { PageHead } from '../../design/PageHead.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Failure, Loading } from '../../design/States.tsx';
import { formatBytes, formatDuration, formatExact } from '../../logic/format.ts';
import { DoorCard } from './DoorCard.tsx';
import { Gauge } from './Gauge.tsx';
import { Health } from './Health.tsx';
import { ThroughputPanel } from './ThroughputPanel.tsx';
import { TEXT } from './text.ts';

/** The doors, the stores behind them and the room they have left. */
export default function ServicesPage() {
  const { data, error, isPending, refetch } = useServices();
  return (
    <>
      <PageHead title={TEXT.services} facts={data && <Facts services={data} />} />
      {isPending && <Loading />}
      {error && (
        <>
          <Failure error={error} onRetry={() => refetch()} />
          <p className="mx-4 max-w-[70ch] text-ink-2 md:mx-6">{TEXT.away}</p>
        </>
      )}
      {data && (
        <div className="flex flex-col gap-3 px-4 py-4 md:px-6">
          <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
            {data.services.map((service) => (
              <DoorCard key={service.name} {...service} />
            ))}
          </div>
          <Health />
          <ThroughputPanel throughput={data.throughput} />
          <div className="grid items-start gap-3 lg:grid-cols-3">
            {data.stores.map((store) => (
              <Panel key={store.name} title={TEXT.store(store.name)}>
                <KeyValues
                  rows={[
                    { name: 'database', value: <Figure text={formatBytes(store.database_bytes)} /> },
                    { name: 'write-ahead log', value: <Figure text={formatBytes(store.wal_bytes)} /> },
                    { name: 'schema', value: <Figure text={store.schema} /> },
                    { name: 'address', value: <Figure text={store.uri} /> },
                  ]}
                />
              </Panel>
            ))}
            <Panel title={TEXT.artifacts}>
              <ArtifactSpace {...data.artifacts} />
            </Panel>
          </div>
        </div>
      )}
    </>
  );
}

function ArtifactSpace({ uri, free_bytes: free, total_bytes: total }: Services['artifacts']) {
  const address = { name: 'address', value: <Figure text={uri} /> };
  if (free === null || total === null) return <KeyValues rows={[address]} />;
  return (
    <>
      <Gauge label={TEXT.diskUsed} part={total - free} whole={total} />
      <KeyValues rows={[{ name: 'free', value: <Figure text={formatBytes(free)} /> }, address]} />
    </>
  );
}

function Facts({ services }: { services: Services }) {
  const now = useNow(1000);
  const started = Date.parse(services.started);
  return (
    <>
      <span>
        {TEXT.version} <b className="figures">{services.version}</b>
      </span>
      <span title={TEXT.since(formatExact(started))}>
        {TEXT.up} <b className="figures">{formatDuration(now - started)}</b>
      </span>
      <span>
        {TEXT.memory} <b className="figures">{formatBytes(services.memory_bytes)}</b>
      </span>
      <span>
        {TEXT.node} <b className="figures">{services.node}</b>
      </span>
      <span>
        {TEXT.process} <b className="figures">{services.pid}</b>
      </span>
    </>
  );
}

function Figure({ text }: { text: string }) {
  return <span className="figures text-small">{text}</span>;
}
