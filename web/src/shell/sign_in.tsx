/// Sign in: account, password, and the one-time code when the account has a second factor. The same form stands over the screen when
/// the session has ended, so that nothing on it is lost.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import { Problem } from '../api/client';
import { useSession } from '../api/session';
import { useHouse } from '../api/use_house';
import { Icon } from '../parts/icons';
import { useWords } from '../words/words';

type Filled = { account: string; password: string };

export function SignInForm({ account: known, filled }: { account?: string; filled?: Filled | null }) {
  const { t } = useWords();
  const { signIn, isConnected } = useSession();
  const house = useHouse();
  const [account, setAccount] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (!filled) return;
    setAccount(filled.account);
    setPassword(filled.password);
  }, [filled]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      await signIn(account.trim(), password, code.replace(/\s/g, ''));
    } catch (problem) {
      setFault(problem instanceof Problem ? problem : new Problem(-1, String(problem)));
      setCode('');
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className="sign-in-form" onSubmit={(event) => void submit(event)}>
      <TextInput label={t('signin.account')} value={account} onChange={(event) => setAccount(event.currentTarget.value)} autoComplete="username" required autoFocus={!known} readOnly={Boolean(known)} size="sm" name="account" withAsterisk={false} />
      <PasswordInput label={t('signin.password')} value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="current-password" required autoFocus={Boolean(known)} size="sm" name="password" withAsterisk={false} visibilityToggleButtonProps={{ 'aria-label': t('signin.show') }} />
      <TextInput label={t('signin.code')} description={t(house.data?.demonstration ? 'signin.code.demo' : 'signin.code.hint')} value={code} onChange={(event) => setCode(event.currentTarget.value)} inputMode="numeric" autoComplete="one-time-code" maxLength={8} size="sm" name="code" />
      {fault && (
        <p className="form-fault" role="alert">
          {fault.isLostConnection ? t('lost.title') : fault.status === 429 ? t('signin.locked') : fault.isSignedOut ? t('signin.wrong') : fault.message}
        </p>
      )}
      <Button type="submit" loading={busy} disabled={!account || !password || !isConnected} size="sm" fullWidth>
        {t('signin.do')}
      </Button>
    </form>
  );
}

/// How single sign-on came back without a session, as the server says in the address.
export function singleSignOnFault(hash: string): 'signin.single.refused' | 'signin.single.unavailable' | null {
  if (hash === '#/sign-in-refused') return 'signin.single.refused';
  return hash === '#/sign-in-unavailable' ? 'signin.single.unavailable' : null;
}

export function SignIn() {
  const { t, language, setLanguage } = useWords();
  const house = useHouse();
  const [cameBack] = useState(() => singleSignOnFault(location.hash));
  const [filled, setFilled] = useState<Filled | null>(null);
  const people = (house.data?.demonstration_accounts ?? []).map((one): Filled => {
    const [account = '', ...password] = one.split(' ');
    return { account, password: password.join(' ') };
  });
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="mark">
          <img src="/favicon.svg" alt="" width="30" height="30" />
          <span>OpenIMR</span>
        </div>
        <h1>{t('signin.title')}</h1>
        <p className="quiet">{house.data?.organization ?? t('signin.lead')}</p>
        {house.data?.single_sign_on && (
          <Button component="a" href="/api/v1/oidc/start" variant="default" size="sm" fullWidth mt="md">
            {t('signin.single', { name: house.data.single_sign_on })}
          </Button>
        )}
        {cameBack && (
          <p className="form-fault" role="alert">
            {t(cameBack)}
          </p>
        )}
        <SignInForm filled={filled} />
        {people.length > 0 && (
          <div className="sign-in-demo">
            <p>{t('signin.demo')}</p>
            <ul>
              {people.map((one) => (
                <li key={one.account}>
                  <button type="button" onClick={() => setFilled({ ...one })}>
                    {one.account}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
        <p className="sign-in-foot">
          <Icon name="lock" size={14} /> {t('signin.private')}
        </p>
        <button type="button" className="link" lang={language === 'en' ? 'es' : 'en'} onClick={() => setLanguage(language === 'en' ? 'es' : 'en')}>
          {language === 'en' ? 'Español' : 'English'}
        </button>
      </div>
    </main>
  );
}
