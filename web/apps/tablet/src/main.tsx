import { MantineProvider } from '@mantine/core';
import { createApi } from '@retailguard/api';
import { connectLive } from '@retailguard/live';
import { cssVariables, theme } from '@retailguard/ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { allowSound } from './device/alarm';
import { createTabletSession } from './session/tabletSession';
import { LanguageProvider } from './text/LanguageProvider';

const address = new URL(window.location.href);
const pairCode = address.searchParams.get('pair') ?? undefined;
if (pairCode !== undefined) {
  // A pairing code works once: it must not stay in the address or the history.
  address.searchParams.delete('pair');
  window.history.replaceState(null, '', address);
}

allowSound();

const storage = window.localStorage;
const api = createApi();
const tablet = createTabletSession(api, () => connectLive(), storage);
void tablet.start(pairCode);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <LanguageProvider storage={storage}>
        <App api={api} tablet={tablet} />
      </LanguageProvider>
    </MantineProvider>
  </StrictMode>,
);
