/// The frame around every screen: navigation by role, language, light and dark, keys, and what must be seen at once: a lost
/// connection and an ended session.
import { Menu, Modal, Tooltip, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useSession } from '../api/session';
import { useHouse } from '../api/use_house';
import { Icon } from '../parts/icons';
import { useWords } from '../words/words';
import { Help } from './help';
import { useKeys } from './keys';
import { Palette } from './palette';
import { addressOf, go, usePlace } from './router';
import { screensFor } from './screens';
import { SignInForm } from './sign_in';

function Navigation() {
  const { t } = useWords();
  const { session } = useSession();
  const { parts } = usePlace();
  const here = parts[0] === 'case' ? '' : (parts[0] ?? 'queue');
  const mine = screensFor(session?.roles ?? []);
  return (
    <nav className="side" aria-label={t('nav.label')}>
      {(['work', 'house'] as const).map((group) => (
        <ul key={group} className="side-group">
          {mine
            .filter((screen) => screen.group === group)
            .map((screen) => (
              <li key={screen.id}>
                <a href={addressOf([screen.id])} aria-current={screen.id === here ? 'page' : undefined}>
                  <Icon name={screen.icon} />
                  <span>{t(screen.key)}</span>
                </a>
              </li>
            ))}
        </ul>
      ))}
    </nav>
  );
}

function Person() {
  const { t, named, language, setLanguage } = useWords();
  const { session, signOut } = useSession();
  // Else the kit adds a <style> element while it changes colours, which the policy of the page forbids.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const scheme = useComputedColorScheme('light');
  if (!session) return null;
  return (
    <div className="top-tools">
      <Tooltip label={scheme === 'dark' ? t('light') : t('dark')}>
        <button type="button" className="tool" aria-label={scheme === 'dark' ? t('light') : t('dark')} onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}>
          <Icon name={scheme === 'dark' ? 'sun' : 'moon'} />
        </button>
      </Tooltip>
      <button type="button" className="tool tool-words" onClick={() => setLanguage(language === 'en' ? 'es' : 'en')} lang={language === 'en' ? 'es' : 'en'} aria-label={language === 'en' ? 'Español' : 'English'}>
        {language === 'en' ? 'ES' : 'EN'}
      </button>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <UnstyledButton className="person">
            <span className="person-name">{session.name || session.account}</span>
            <span className="person-role">{session.roles.map((role) => named('role', role)).join(', ')}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{session.account}</Menu.Label>
          <Menu.Item leftSection={<Icon name="out" />} onClick={() => void signOut()}>
            {t('signout')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

export function Shell({ children }: { children: ReactNode }) {
  const { t, date } = useWords();
  const house = useHouse();
  const { session, state, isConnected } = useSession();
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const closePalette = useCallback(() => setPalette(false), []);
  const closeHelp = useCallback(() => setHelp(false), []);
  // What is opened next is fetched while nobody waits for it.
  useEffect(() => {
    const later = setTimeout(() => {
      for (const load of [() => import('../case/case_screen'), () => import('../record/record_tab'), () => import('../review/review_tab'), () => import('../chart/chart_tab')]) load().catch(() => undefined);
    }, 1500);
    return () => clearTimeout(later);
  }, []);
  useKeys([
    { keys: '?', does: 'key.help', run: () => setHelp(true) },
    { keys: 'Ctrl+K', does: 'key.palette', run: () => setPalette(true), always: true },
    ...screensFor(session?.roles ?? []).map((screen) => ({ keys: `g ${screen.letter}`, does: screen.key, run: () => go([screen.id]) })),
  ]);
  return (
    <div className="shell">
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>
        {t('skip')}
      </a>
      <header className="top">
        <a className="mark" href="#/">
          <img src="/favicon.svg" alt="" width="22" height="22" />
          <span>OpenIMR</span>
        </a>
        <button type="button" className="top-search" onClick={() => setPalette(true)}>
          <Icon name="search" size={14} />
          <span>{t('palette.open')}</span>
          <kbd>Ctrl K</kbd>
        </button>
        <button type="button" className="tool" aria-label={t('key.help')} onClick={() => setHelp(true)}>
          <Icon name="help" />
        </button>
        <Person />
      </header>
      <Navigation />
      <div className="stage">
        <div aria-live="assertive">
          {!isConnected && (
            <div className="banner banner-lost">
              <Icon name="warn" /> <strong>{t('lost.title')}</strong> {t('lost.text')}
            </div>
          )}
        </div>
        {house.data?.day && (
          <p className="banner banner-day">
            <Icon name="calendar" size={14} /> <strong>{t('day.title', { day: date(house.data.day) })}</strong> {t('day.text')}
          </p>
        )}
        {/* It scrolls, so keys must be able to reach it. */}
        <main id="main" tabIndex={0}>
          {children}
        </main>
      </div>
      <Palette opened={palette} onClose={closePalette} />
      <Help opened={help} onClose={closeHelp} />
      <Modal opened={state === 'expired'} onClose={() => {}} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} title={t('expired.title')}>
        <p className="quiet">{t('expired.text')}</p>
        <SignInForm account={session?.account} />
      </Modal>
    </div>
  );
}
