/// Evidence first: the reviewer's own finding is written down before the program's recommendation is shown.
import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import { Trouble } from '../parts/parts';
import { useWords } from '../words/words';

export function OwnFinding({ number, etag, item, onDone }: { number: string; etag: string; item: string; onDone: () => void }) {
  const { t } = useWords();
  const [decision, setDecision] = useState('');
  const [words, setWords] = useState('');
  const sending = useMutation({ mutationFn: () => calls.recordFinding(number, etag, { item, decision, words: words.trim() }), onSuccess: onDone });
  return (
    <section className="own-finding">
      <h3>{t('finding.title')}</h3>
      <p className="quiet">{t('finding.lead')}</p>
      <SegmentedControl
        value={decision}
        onChange={setDecision}
        aria-label={t('finding.title')}
        data={[
          { value: 'upheld', label: t('decision.upheld') },
          { value: 'overturned', label: t('decision.overturned') },
          { value: 'undecided', label: t('decision.undecided') },
        ]}
      />
      <Textarea value={words} onChange={(event) => setWords(event.currentTarget.value)} autosize minRows={2} placeholder={t('finding.why')} aria-label={t('finding.why')} />
      {sending.isError && <Trouble fault={sending.error} />}
      <Button disabled={!decision} loading={sending.isPending} onClick={() => sending.mutate()}>
        {t('finding.do')}
      </Button>
    </section>
  );
}
