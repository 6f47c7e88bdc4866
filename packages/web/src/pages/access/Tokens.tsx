import { useState } from 'react';
import { type Token, useRevokeToken, useTokens } from '../../data/access.ts';
import { useExperiments } from '../../data/experiments.ts';
import { Button } from '../../design/Button.tsx';
import { ConfirmDialog } from '../../design/ConfirmDialog.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { When } from '../../design/When.tsx';
import { NewTokenDialog } from './NewTokenDialog.tsx';
import { Table } from './Table.tsx';
import { TEXT } from './text.ts';

/** The tokens of whoever is signed in. */
export function Tokens() {
  const { data, error, isPending, refetch } = useTokens();
  const experiments = useExperiments('active');
  const [isNew, setNew] = useState(false);
  const [ending, setEnding] = useState<Token | null>(null);
  const revoke = useRevokeToken();
  const notify = useNotify();
  const nameOf = (id: string) => experiments.data?.find((one) => one.id === id)?.name ?? TEXT.experiment(id);
  return (
    <Panel title={TEXT.sections.tokens} aside={<Button onClick={() => setNew(true)}>{TEXT.newToken}</Button>}>
      {isPending && <Loading />}
      {error && <Failure error={error} onRetry={() => refetch()} />}
      {data?.length === 0 && <Empty title={TEXT.noTokens}>{TEXT.noTokensHint}</Empty>}
      {data && data.length > 0 && (
        <Table
          label={TEXT.sections.tokens}
          heads={[TEXT.name, TEXT.scope, TEXT.permission, TEXT.created, TEXT.expires, TEXT.lastUsed, '']}
          rows={data.map((token) => ({
            id: token.id,
            cells: [
              token.name,
              token.experiments?.map(nameOf).join(', ') ?? TEXT.allExperiments,
              TEXT.permissions[token.permission],
              <When key="created" time={token.created} />,
              token.expires === null ? TEXT.never : <When key="expires" time={token.expires} />,
              token.last_used === null ? TEXT.never : <When key="used" time={token.last_used} />,
              <Button
                key="revoke"
                tone="quiet"
                aria-label={TEXT.revokeToken(token.name)}
                onClick={() => setEnding(token)}
              >
                {TEXT.revoke}
              </Button>,
            ],
          }))}
        />
      )}
      {isNew && <NewTokenDialog experiments={experiments.data ?? []} onClose={() => setNew(false)} />}
      {ending && (
        <ConfirmDialog
          title={TEXT.revokeToken(ending.name)}
          description={TEXT.revokeHint}
          action={TEXT.revoke}
          onClose={() => setEnding(null)}
          onConfirm={() => revoke(ending).then(() => notify.done(TEXT.revoked(ending.name)))}
        />
      )}
    </Panel>
  );
}
