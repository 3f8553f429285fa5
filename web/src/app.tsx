/// Which screen is shown. Heavy screens are loaded when they are opened the first time.
import { lazy, Suspense, type ComponentType } from 'react';
import { useSession } from './api/session';
import { Nothing, Waiting } from './parts/parts';
import { QueueScreen } from './queue/queue_screen';
import { usePlace } from './shell/router';
import { screensFor } from './shell/screens';
import { Shell } from './shell/shell';
import { SignIn } from './shell/sign_in';
import { useWords } from './words/words';
import { Boundary } from './shell/boundary';
import { patiently } from './shell/patiently';

const CaseScreen = lazy(() => patiently(() => import('./case/case_screen').then((module) => ({ default: module.CaseScreen }))));

const screens: Record<string, ComponentType> = {
  queue: QueueScreen,
  calendar: lazy(() => patiently(() => import('./queue/calendar_screen'))),
  cases: lazy(() => patiently(() => import('./queue/cases_screen'))),
  'new-case': lazy(() => patiently(() => import('./case/new_case'))),
  quality: lazy(() => patiently(() => import('./desks/quality_screen'))),
  mail: lazy(() => patiently(() => import('./desks/mail_screen'))),
  assignment: lazy(() => patiently(() => import('./desks/assignment_screen'))),
  guidelines: lazy(() => patiently(() => import('./desks/guidelines_screen'))),
  dates: lazy(() => patiently(() => import('./desks/dates_screen'))),
  rosters: lazy(() => patiently(() => import('./desks/rosters_screen'))),
  dashboard: lazy(() => patiently(() => import('./desks/dashboard_screen'))),
  audit: lazy(() => patiently(() => import('./desks/audit_screen'))),
  accounts: lazy(() => patiently(() => import('./desks/accounts_screen'))),
};

function Screen() {
  const { t } = useWords();
  const { parts } = usePlace();
  const { session } = useSession();
  if (parts[0] === 'case' && parts[1]) return <CaseScreen key={parts[1]} number={parts[1]} />;
  const first = screensFor(session?.roles ?? [])[0]?.id ?? 'guidelines';
  const Shown = screens[parts[0] ?? first];
  return Shown ? <Shown /> : <Nothing>{t('nothing.here')}</Nothing>;
}

export function App() {
  const { state } = useSession();
  const { parts } = usePlace();
  if (state === 'asking') return <Waiting />;
  if (state === 'out') return <SignIn />;
  return (
    <Shell>
      <Boundary key={parts[0] === 'case' ? `case/${parts[1]}` : parts[0]}>
        <Suspense fallback={<Waiting />}>
          <Screen />
        </Suspense>
      </Boundary>
    </Shell>
  );
}
