import { Link } from '@tanstack/react-router';
import { CircleUserRound, LogOut } from 'lucide-react';
import { signedIn, signOut } from '../data/session.ts';
import { TEXT } from './text.ts';

/** Who is signed in, with the page of what they may do, and the way out; nothing where nobody is asked. */
export function WhoAmI() {
  const user = signedIn();
  if (!user) return null;
  const leave = () => signOut().finally(() => location.reload());
  const look = 'flex max-w-17 flex-col items-center gap-0.5 py-1.5 text-ink-3 text-micro hover:text-ink';
  return (
    <>
      <Link
        to="/access"
        title={TEXT.signedInAs(user.username, user.is_admin)}
        className={look}
        activeProps={{ className: 'text-ink! font-semibold' }}
      >
        <CircleUserRound size={16} strokeWidth={1.6} aria-hidden="true" />
        <span className="max-w-full truncate">{user.username}</span>
      </Link>
      <button type="button" onClick={leave} aria-label={TEXT.signOut(user.username)} className={look}>
        <LogOut size={16} strokeWidth={1.6} aria-hidden="true" />
      </button>
    </>
  );
}
