import '../platform/ui/tokens.css';
import '../platform/ui/phone/phone.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { startTypeSize } from '../platform/ui/phone/type-size.web.ts';
import { App } from './me/app.web.tsx';
import { startLanguage } from './me/language.web.ts';
import { startScheme } from './me/scheme.web.ts';
import { askAhead, makeQueries, startSession } from './me/session.web.ts';

// The page's content policy forbids making code from text, which zod would otherwise try for speed.
z.config({ jitless: true });
startTypeSize();
startScheme();

const queries = makeQueries();
const root = document.getElementById('root');
if (root) void Promise.all([startLanguage(), begin()]).then(() => show(root));

/** What was known is shown first; then everything is asked again. */
async function begin(): Promise<void> {
  await startSession(queries);
  if (window.location.pathname !== '/me/sign-in') askAhead(queries);
}

function show(container: HTMLElement): void {
  createRoot(container).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
  // After the page stands, so that its files do not wait for those of later pages.
  if (!('serviceWorker' in navigator)) return;
  const register = () => void navigator.serviceWorker.register('/me-worker.js', { scope: '/me' }).catch(() => {});
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register);
}
