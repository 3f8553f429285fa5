/// A case opened from its application; papers sent in pieces, so that a lost connection goes on where it stopped.
import { Button, FileButton, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, freshKey, path, Problem } from '../api/client';
import { Trouble } from '../parts/parts';
import { go } from '../shell/router';
import { useWords } from '../words/words';
import { useSession } from '../api/session';

const PIECE = 4 << 20;

async function offsetOf(where: string): Promise<number> {
  const answer = await fetch(where, { method: 'HEAD', credentials: 'same-origin' });
  if (!answer.ok) throw new Problem(answer.status, `HTTP ${answer.status}`);
  return Number(answer.headers.get('Upload-Offset') ?? 0);
}

/// Sends one file; after a fault it asks how much has come and goes on from there, a few times. Gives the upload's id.
export async function upload(file: File, csrf: string, onPart: (part: number) => void): Promise<string> {
  const begun = await fetch('/api/v1/uploads', { method: 'POST', credentials: 'same-origin', headers: { 'Upload-Length': String(file.size), 'X-CSRF-Token': csrf } });
  if (!begun.ok) throw new Problem(begun.status, begun.status === 413 ? 'Too large' : `HTTP ${begun.status}`, await begun.text().catch(() => ''));
  const where = begun.headers.get('Location') ?? '';
  let offset = 0;
  for (let tries = 0; offset < file.size; ) {
    try {
      const sent = await fetch(where, { method: 'PATCH', credentials: 'same-origin', headers: { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream', 'X-CSRF-Token': csrf }, body: file.slice(offset, offset + PIECE) });
      if (!sent.ok) throw new Problem(sent.status, `HTTP ${sent.status}`, await sent.text().catch(() => ''));
      offset = Number(sent.headers.get('Upload-Offset') ?? Math.min(file.size, offset + PIECE));
      onPart(offset / file.size);
      tries = 0;
    } catch (fault) {
      if ((fault instanceof Problem && fault.status !== 409) || ++tries > 5) throw fault;
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries));
      offset = await offsetOf(where).catch(() => offset);
    }
  }
  return where.split('/').filter(Boolean).pop() ?? '';
}

export function UploadCase() {
  const { t } = useWords();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const begin = async (file: File | null) => {
    if (!file) return;
    setFault(null);
    setBusy(true);
    try {
      const answer = await call<{ number: string }>('POST', '/cases', { body: { application: await file.text() }, key: freshKey() });
      go(['case', answer.data.number]);
    } catch (problem) {
      setFault(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="upload">
      <FileButton onChange={(file) => void begin(file)} accept=".yaml,.yml">
        {(props) => (
          <Button {...props} loading={isBusy}>
            {t('case.open')}
          </Button>
        )}
      </FileButton>
      {Boolean(fault) && <Trouble fault={fault} />}
    </div>
  );
}

export function UploadPapers({ number, version }: { number: string; version: string }) {
  const { t } = useWords();
  const { session } = useSession();
  const queries = useQueryClient();
  const [part, setPart] = useState<number | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const send = async (files: File[]) => {
    if (files.length === 0) return;
    setFault(null);
    setPart(0);
    try {
      const sent: { id: string; name: string }[] = [];
      for (const [at, file] of files.entries()) sent.push({ id: await upload(file, session?.csrf ?? '', (one) => setPart((at + one) / files.length)), name: file.name });
      await call('POST', path`/cases/${number}/documents`, { body: { uploads: sent, from: 'claims_administrator', complete: false }, ifMatch: version, key: freshKey() });
      void queries.invalidateQueries();
    } catch (problem) {
      setFault(problem);
    } finally {
      setPart(null);
    }
  };
  return (
    <div className="upload">
      <FileButton multiple onChange={(files) => void send(files)}>
        {(props) => (
          <Button {...props} variant="default" loading={part !== null}>
            {t('papers.add')}
          </Button>
        )}
      </FileButton>
      {part !== null && <Progress value={part * 100} size="xs" aria-label={t('upload.going')} />}
      {Boolean(fault) && <Trouble fault={fault} />}
    </div>
  );
}
