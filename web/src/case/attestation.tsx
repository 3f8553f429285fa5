/// Before any paper opens, a reviewer attests party by party to have no conflict, or names it.
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import type { CaseShown } from '../api/types';
import { Trouble } from '../parts/parts';
import { useWords } from '../words/words';

type Answer = { has: 'no' | 'yes' | ''; words: string };

export function Attestation({ shown, etag }: { shown: CaseShown; etag: string }) {
  const { t, named } = useWords();
  const queries = useQueryClient();
  const parties = shown.case.parties;
  const [answers, setAnswers] = useState<Answer[]>(() => parties.map(() => ({ has: '', words: '' })));
  const set = (at: number, answer: Partial<Answer>) => setAnswers((was) => was.map((one, index) => (index === at ? { ...one, ...answer } : one)));
  const isComplete = answers.every((one) => one.has === 'no' || (one.has === 'yes' && one.words.trim()));
  const sending = useMutation({
    mutationFn: () => calls.attest(shown.case.number, etag, parties.map((party, at) => ({ party: party.name, has_conflict: answers[at]?.has === 'yes', words: answers[at]?.words.trim() ?? '' }))),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <div className="page page-narrow attestation">
      <h2>{t('attest.title')}</h2>
      <p className="quiet">{t('attest.lead')}</p>
      <ul className="attest-list">
        {parties.map((party, at) => (
          <li key={at}>
            <div>
              <strong>{party.name}</strong> <span className="quiet">{named('party', party.role)}</span>
            </div>
            <fieldset>
              <legend className="sr-only">{party.name}</legend>
              {(['no', 'yes'] as const).map((has) => (
                <label key={has}>
                  <input type="radio" name={`party-${at}`} checked={answers[at]?.has === has} onChange={() => set(at, { has })} /> {t(has === 'no' ? 'attest.no' : 'attest.yes')}
                </label>
              ))}
            </fieldset>
            {answers[at]?.has === 'yes' && <Textarea size="xs" autosize minRows={1} value={answers[at]?.words} aria-label={t('attest.words')} placeholder={t('attest.words')} onChange={(event) => set(at, { words: event.currentTarget.value })} />}
          </li>
        ))}
      </ul>
      {sending.isError && <Trouble fault={sending.error} />}
      <div className="form-end form-stay">
        <span className="quiet" role="status">{t('attest.all', { n: answers.filter((one) => one.has).length, all: parties.length })}</span>
        <Button variant="default" onClick={() => setAnswers((was) => was.map((one) => (one.has ? one : { has: 'no', words: '' })))}>
          {t('attest.rest')}
        </Button>
        <Button disabled={!isComplete} loading={sending.isPending} onClick={() => sending.mutate()}>
          {t('attest.do')}
        </Button>
      </div>
    </div>
  );
}
