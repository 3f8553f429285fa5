/// What the signature says, what still stands in its way, the letter as it will be, and the signature itself.
import { Button, Modal, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import * as calls from '../api/calls';
import { Problem } from '../api/client';
import type { CaseShown, Check } from '../api/types';
import { LetterPreview } from '../case/letters_tab';
import { Trouble } from '../parts/parts';
import { useWords } from '../words/words';
import type { DraftState } from './use_draft';

type Props = { opened: boolean; onClose: () => void; number: string; shown: CaseShown; draft: DraftState; checks: Check[] };

export function SignPanel({ opened, onClose, number, shown, draft, checks }: Props) {
  const { t, named } = useWords();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [view, setView] = useState('sign');
  const opinion = draft.draft!;
  const undecided = opinion.items.filter((item) => !item.decision).map((item) => item.id);
  const unreasoned = opinion.items.flatMap((item) => item.criteria.filter((one) => !one.reason?.trim()).map(() => item.id));
  const blocking = checks.filter((check) => check.severity === 'block' && !opinion.resolutions.some((one) => (one.check === check.id || one.check === String(check.n)) && one.text.trim()));
  const signing = useMutation({
    mutationFn: async () => {
      const now = await calls.readCase(number);
      return calls.signOpinion(number, now.etag ?? `"${now.data.case.version}"`, { password, code });
    },
    onSuccess: async () => {
      setPassword('');
      setCode('');
      await queries.invalidateQueries();
      onClose();
    },
  });
  // What stood in the way the last time may be gone by now.
  const { reset } = signing;
  useEffect(() => {
    if (opened) reset();
  }, [opened, reset]);
  const fault = signing.error instanceof Problem ? signing.error : null;
  const mayNot = [
    ...undecided.map((id) => t('sign.undecided', { n: id })),
    ...[...new Set(unreasoned)].map((id) => t('sign.unreasoned', { n: id })),
    ...blocking.map((check) => t('sign.blocked', { check: named('check', check.id) })),
    ...(draft.state === 'saved' ? [] : [t('sign.unsaved')]),
  ];
  return (
    <Modal opened={opened} onClose={onClose} size="xl" title={t('sign.title', { number })} closeButtonProps={{ 'aria-label': t('close') }}>
      <SegmentedControl value={view} onChange={setView} data={[{ value: 'sign', label: t('sign.view') }, { value: 'letter', label: t('sign.letter') }]} aria-label={t('sign.open')} />
      {view === 'letter' ? (
        <LetterPreview number={number} kind="final-determination" lang="en" />
      ) : (
        <div className="sign">
          <ul className="sign-items">
            {opinion.items.map((item) => (
              <li key={item.id}>
                <span className="item-number">{item.id}</span> {shown.case.items.find((one) => one.id === item.id)?.text}
                <strong className={`decision-word decision-${item.decision ?? 'none'}`}>{item.decision ? named('decision', item.decision) : t('decision.undecided')}</strong>
              </li>
            ))}
          </ul>
          {mayNot.length > 0 && (
            <ul className="sign-not" aria-label={t('sign.not')}>
              {mayNot.map((why) => (
                <li key={why}>{why}</li>
              ))}
            </ul>
          )}
          <p className="sign-words">{t('sign.words')}</p>
          <form
            className="sign-form"
            onSubmit={(event) => {
              event.preventDefault();
              signing.mutate();
            }}
          >
            <PasswordInput label={t('signin.password')} value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="current-password" size="sm" visibilityToggleButtonProps={{ 'aria-label': t('signin.show') }} />
            <TextInput label={t('signin.code')} value={code} onChange={(event) => setCode(event.currentTarget.value)} inputMode="numeric" autoComplete="one-time-code" size="sm" maxLength={8} />
            <Button type="submit" size="sm" disabled={mayNot.length > 0 || !password} loading={signing.isPending}>
              {t('sign.do')}
            </Button>
          </form>
          {fault && <Trouble fault={fault} />}
        </div>
      )}
    </Modal>
  );
}
