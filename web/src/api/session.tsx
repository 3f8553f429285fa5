/// Who is signed in, and what that person may do. The server decides; this is for the screen only.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import * as calls from './calls';
import { onHappening, Problem, rememberCsrf } from './client';
import type { Session } from './types';

export type SessionState = {
  session: Session | null;
  /// `asking` until the server has answered the first time; `expired` keeps the screen and asks to sign in again over it.
  state: 'asking' | 'out' | 'in' | 'expired';
  isConnected: boolean;
  may: (act: string) => boolean;
  signIn: (account: string, password: string, code: string) => Promise<void>;
  signOut: () => Promise<void>;
};

const Context = createContext<SessionState | null>(null);

export function useSession(): SessionState {
  const session = useContext(Context);
  if (!session) throw new Error('useSession outside of SessionProvider');
  return session;
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session | null>(null);
  const [state, setState] = useState<SessionState['state']>('asking');
  const [isConnected, setConnected] = useState(true);
  const queries = useQueryClient();

  const accept = useCallback((one: Session) => {
    rememberCsrf(one.csrf);
    setSession(one);
    setState('in');
  }, []);

  useEffect(() => {
    calls.readSession().then(accept, (fault: unknown) => setState(fault instanceof Problem && fault.isLostConnection ? 'asking' : 'out'));
  }, [accept]);

  useEffect(
    () =>
      onHappening((what) => {
        if (what === 'signed-out') setState((was) => (was === 'in' ? 'expired' : was));
        else setConnected(what === 'back');
      }),
    [],
  );

  // While the connection is lost, ask every few seconds whether it is back; then everything on the screen is read again.
  useEffect(() => {
    if (isConnected) return undefined;
    const asking = setInterval(() => {
      calls.readSession().then(
        (one) => {
          accept(one);
          void queries.invalidateQueries();
        },
        (fault: unknown) => {
          if (fault instanceof Problem && fault.isSignedOut) setState((was) => (was === 'in' ? 'expired' : was === 'asking' ? 'out' : was));
        },
      );
    }, 3000);
    return () => clearInterval(asking);
  }, [isConnected, accept, queries]);

  const permissions = useQuery({ queryKey: ['permissions', session?.account], queryFn: ({ signal }) => calls.readPermissions(signal), enabled: state === 'in', staleTime: 300_000, retry: 1 });

  const value = useMemo<SessionState>(
    () => ({
      session,
      state,
      isConnected,
      may: (act) => permissions.data?.acts[act] ?? false,
      async signIn(account, password, code) {
        const before = session?.account;
        const one = await calls.signIn(account, password, code);
        if (before && before !== one.account) queries.clear();
        accept(one);
        void queries.invalidateQueries();
      },
      async signOut() {
        try {
          await calls.signOut();
        } catch (fault) {
          if (!(fault instanceof Problem)) throw fault;
        }
        rememberCsrf('');
        queries.clear();
        setSession(null);
        setState('out');
        location.hash = '#/';
      },
    }),
    [session, state, isConnected, permissions.data, accept, queries],
  );
  return <Context value={value}>{children}</Context>;
}
