/// Papers that came in for a case: files, who sent them, on which day, and whether that was all.
import { Button, Checkbox, Modal, Progress, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../api/session';
import { Trouble } from '../parts/parts';
import { useWords } from '../words/words';
import { FilesField } from './files_field';
import { sendPapers } from './send_files';

export const SENDERS = ['claims_administrator', 'employee', 'requesting_physician', 'representative', 'ur_organization'] as const;

export function UploadPapers({ number }: { number: string }) {
  const { t, named } = useWords();
  const { session } = useSession();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [files, setFiles] = useState<File[]>([]);
  const [from, setFrom] = useState<string>('claims_administrator');
  const [on, setOn] = useState('');
  const [complete, setComplete] = useState(false);
  const [part, setPart] = useState<number | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const send = async () => {
    setFault(null);
    setPart(0);
    try {
      await sendPapers(number, files, { from, complete, on: on || undefined }, session?.csrf ?? '', setPart);
      setFiles([]);
      setOpen(false);
      void queries.invalidateQueries();
    } catch (problem) {
      setFault(problem);
    } finally {
      setPart(null);
    }
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('papers.add')}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('papers.add')} closeButtonProps={{ 'aria-label': t('close') }} size="lg">
        <div className="form">
          <FilesField files={files} onChange={setFiles} />
          <div className="form form-row">
            <Select label={t('papers.from')} value={from} onChange={(to) => setFrom(to ?? 'claims_administrator')} data={SENDERS.map((one) => ({ value: one, label: named('party', one) }))} w={220} />
            <TextInput label={t('event.on')} description={t('event.on.hint')} type="date" value={on} onChange={(event) => setOn(event.currentTarget.value)} />
          </div>
          <Checkbox label={t('papers.complete')} checked={complete} onChange={(event) => setComplete(event.currentTarget.checked)} />
          {part !== null && <Progress value={part * 100} size="sm" aria-label={t('upload.going')} />}
          {Boolean(fault) && <Trouble fault={fault} />}
          <div className="form-end">
            <Button variant="default" onClick={() => setOpen(false)}>
              {t('cancel')}
            </Button>
            <Button onClick={() => void send()} disabled={files.length === 0} loading={part !== null}>
              {t('papers.send', { n: files.length })}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
