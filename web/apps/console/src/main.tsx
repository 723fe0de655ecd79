import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@retailguard/ui/font.css';
import '@retailguard/ui/base.css';
import './console.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueries } from './api/queries';
import { createConsoleRouter } from './router';
import { cssVariables, theme } from './theme';

const queries = createQueries(() => {
  // Whatever was being done: signed out is signed out, and after signing in the same address opens again.
  const { pathname, searchStr } = router.state.location;
  if (pathname === '/sign-in') return;
  queries.clear();
  void router.navigate({ to: '/sign-in', search: { next: pathname + searchStr }, replace: true });
});
const router = createConsoleRouter(queries);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" autoClose={5_000} containerWidth={360} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
