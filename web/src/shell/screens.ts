/// The screens of the workbench, which of them a role sees in its navigation, and the key that opens each (`g` and a letter).
import type { IconName } from '../parts/icons';
import type { Key } from '../words/words';

export type Screen = { id: string; icon: IconName; key: Key; letter: string; roles: string[]; group: 'work' | 'house' };

const EVERYBODY = ['intake', 'coordinator', 'reviewer', 'medical_director', 'compliance', 'publisher', 'auditor', 'administrator'];

export const screens: Screen[] = [
  { id: 'queue', icon: 'queue', key: 'nav.queue', letter: 'q', roles: ['intake', 'coordinator', 'reviewer', 'medical_director', 'compliance', 'auditor'], group: 'work' },
  { id: 'calendar', icon: 'calendar', key: 'nav.calendar', letter: 'd', roles: ['intake', 'coordinator', 'reviewer', 'medical_director', 'compliance', 'auditor'], group: 'work' },
  { id: 'cases', icon: 'case', key: 'nav.cases', letter: 'c', roles: ['intake', 'coordinator', 'medical_director', 'compliance', 'auditor'], group: 'work' },
  { id: 'quality', icon: 'quality', key: 'nav.quality', letter: 'u', roles: ['medical_director'], group: 'work' },
  { id: 'mail', icon: 'mail', key: 'nav.mail', letter: 'm', roles: ['coordinator'], group: 'work' },
  { id: 'assignment', icon: 'assign', key: 'nav.assignment', letter: 'a', roles: ['coordinator', 'medical_director'], group: 'work' },
  { id: 'guidelines', icon: 'book', key: 'nav.guidelines', letter: 'b', roles: EVERYBODY, group: 'house' },
  { id: 'dates', icon: 'scale', key: 'nav.dates', letter: 'j', roles: EVERYBODY, group: 'house' },
  { id: 'rosters', icon: 'people', key: 'nav.rosters', letter: 'r', roles: ['compliance', 'medical_director', 'coordinator'], group: 'house' },
  { id: 'dashboard', icon: 'dashboard', key: 'nav.dashboard', letter: 'o', roles: ['coordinator', 'medical_director', 'compliance', 'auditor'], group: 'house' },
  { id: 'audit', icon: 'audit', key: 'nav.audit', letter: 'l', roles: ['auditor', 'compliance'], group: 'house' },
  { id: 'accounts', icon: 'key', key: 'nav.accounts', letter: 'n', roles: ['administrator'], group: 'house' },
];

export function screensFor(roles: readonly string[]) {
  return screens.filter((screen) => screen.roles.some((role) => roles.includes(role)));
}
