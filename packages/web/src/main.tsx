import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './app/router.tsx';
import { BASE } from './data/base.ts';
import { client } from './data/client.ts';
import { ASKS_WHO, loadSession, signedIn } from './data/session.ts';
import './design/base.css';
import { legacyPath } from './logic/redirects.ts';
import { SignInPage } from './pages/sign-in/SignInPage.tsx';

const meant = legacyPath(pathBelowBase(), location.hash);
if (meant) history.replaceState(null, '', BASE + meant);

addEventListener('hashchange', () => {
  const path = legacyPath(pathBelowBase(), location.hash);
  if (path) void router.navigate({ to: path, replace: true });
});

const host = document.getElementById('root');
if (host) void show(host);

/** Shows the app, once it is known who one is where the server asks for that. */
async function show(place: HTMLElement): Promise<void> {
  if (ASKS_WHO) await loadSession();
  createRoot(place).render(
    <StrictMode>
      {ASKS_WHO && !signedIn() ? (
        <SignInPage />
      ) : (
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      )}
    </StrictMode>,
  );
}

function pathBelowBase(): string {
  return location.pathname.slice(BASE.length);
}
