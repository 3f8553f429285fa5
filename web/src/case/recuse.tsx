/// A reviewer steps back from a case, with the reason; the coordinator proposes somebody else.
import { Button, Modal, Select, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import { Trouble } from '../parts/parts';
import { go } from '../shell/router';
import { useWords } from '../words/words';

const REASONS = ['conflict', 'expertise', 'time', 'other'] as const;

export function Recuse({ number, account }: { number: string; account: string }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState<string>('conflict');
  const [words, setWords] = useState('');
  const stepping = useMutation({
    mutationFn: async () => {
      const now = await calls.readCase(number);
      const named = t(`recuse.${reason as (typeof REASONS)[number]}`);
      return calls.addEvent(number, now.etag ?? '*', { kind: 'reviewer_recused', data: { reviewer: account, reason: words.trim() ? `${named}: ${words.trim()}` : named } });
    },
    onSuccess: async () => {
      setOpen(false);
      // The case is somebody else’s from now on.
      go(['queue']);
      await queries.invalidateQueries();
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('recuse.do')}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('recuse.title', { number })} closeButtonProps={{ 'aria-label': t('close') }}>
        <div className="form recuse">
          <p className="quiet">{t('recuse.lead')}</p>
          <Select label={t('recuse.reason')} value={reason} onChange={(to) => setReason(to ?? 'other')} data={REASONS.map((one) => ({ value: one, label: t(`recuse.${one}`) }))} />
          <Textarea label={t('recuse.words')} value={words} onChange={(event) => setWords(event.currentTarget.value)} autosize minRows={2} />
          {stepping.isError && <Trouble fault={stepping.error} />}
          <div className="form-end">
            <Button variant="default" onClick={() => setOpen(false)}>
              {t('cancel')}
            </Button>
            <Button color="red" onClick={() => stepping.mutate()} loading={stepping.isPending}>
              {t('recuse.do')}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
