import { useNavigate, useSearch } from '@tanstack/react-router';
import { signedIn } from '../../data/session.ts';
import { PageHead } from '../../design/PageHead.tsx';
import { Empty } from '../../design/States.tsx';
import { TabBar } from '../../design/TabBar.tsx';
import { AuditLog } from './AuditLog.tsx';
import { Password } from './Password.tsx';
import { Tokens } from './Tokens.tsx';
import { TEXT } from './text.ts';
import { Users } from './Users.tsx';

const OWN = ['tokens', 'password'] as const;
const OF_ADMINS = ['users', 'audit'] as const;
type Section = (typeof OWN)[number] | (typeof OF_ADMINS)[number];

/** One's own tokens and password; for admins the users, their rights, and what was done. */
export default function AccessPage() {
  const { tab } = useSearch({ from: '/access' });
  const navigate = useNavigate({ from: '/access' });
  const user = signedIn();
  if (!user)
    return (
      <>
        <PageHead title={TEXT.title} />
        <Empty title={TEXT.nobodyAsked}>{TEXT.nobodyAskedHint}</Empty>
      </>
    );
  const sections: readonly Section[] = user.is_admin ? [...OWN, ...OF_ADMINS] : OWN;
  const section = sections.find((key) => key === tab) ?? 'tokens';
  return (
    <>
      <PageHead
        title={TEXT.title}
        facts={TEXT.signedInAs(user.username, user.is_admin)}
        tabs={
          <TabBar
            value={section}
            tabs={sections.map((key) => ({ key, label: TEXT.sections[key] }))}
            onChange={(key) => navigate({ search: key === 'tokens' ? {} : { tab: key }, replace: true })}
          />
        }
      />
      <div className="flex flex-col gap-4 px-4 py-4 md:px-6">
        {section === 'tokens' && <Tokens />}
        {section === 'password' && <Password username={user.username} />}
        {section === 'users' && <Users self={user.username} />}
        {section === 'audit' && <AuditLog />}
      </div>
    </>
  );
}
