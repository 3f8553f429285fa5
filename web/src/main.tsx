/// Where the workbench begins.
import '@mantine/core/styles.css';
import 'virtual:mantine-variables.css';
import './tokens.css';
import './base.css';
import './shell/shell.css';
import './parts/parts.css';
import './case/case.css';
import './desks/desks.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from './api/client';
import { SessionProvider } from './api/session';
import { App } from './app';
import { theme } from './theme';
import { WordsProvider } from './words/words';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      // What the server has said is not asked again; a lost connection is watched by the session itself.
      retry: (count, fault) => !(fault instanceof Problem) && count < 2,
    },
  },
});

const colors = localStorageColorSchemeManager({ key: 'openimr.colors' });

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colors} withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queries}>
        <WordsProvider>
          <SessionProvider>
            <App />
          </SessionProvider>
        </WordsProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
