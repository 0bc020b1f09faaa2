import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '../platform/ui/tokens.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { theme, variables } from '../platform/ui/theme.web.ts';
import { webCapabilities } from './capabilities.web.tsx';
import { startLanguage } from './locales/locales.web.ts';
import { queriesFor } from './shell/queries.web.ts';
import { routerOf } from './shell/router.web.tsx';

// The page's content policy forbids making code from text, which zod would otherwise try for speed.
z.config({ jitless: true });

const router = routerOf(webCapabilities);
const queries = queriesFor(router);

const root = document.getElementById('root');
if (root) void startLanguage().then(() => show(root));

function show(container: HTMLElement): void {
  createRoot(container).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <Notifications position="bottom-center" />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
