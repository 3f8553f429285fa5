/// Papers sent in pieces, so that a lost connection goes on where it stopped, and then made papers of a case.
import { call, freshKey, path, Problem, problemOf } from '../api/client';

const PIECE = 4 << 20;
const MOST_TRIES = 5;

async function offsetOf(where: string): Promise<number> {
  const answer = await fetch(where, { method: 'HEAD', credentials: 'same-origin' });
  if (!answer.ok) throw new Problem(answer.status, `HTTP ${answer.status}`);
  return Number(answer.headers.get('Upload-Offset') ?? 0);
}

/// Sends one file; after a fault it asks how much has come and goes on from there, a few times. Gives the upload's id.
export async function upload(file: File, csrf: string, onPart: (part: number) => void): Promise<string> {
  const begun = await fetch('/api/v1/uploads', { method: 'POST', credentials: 'same-origin', headers: { 'Upload-Length': String(file.size), 'X-CSRF-Token': csrf } });
  if (!begun.ok) throw problemOf(begun.status, await begun.text().catch(() => ''));
  const where = begun.headers.get('Location') ?? '';
  let offset = 0;
  for (let tries = 0; offset < file.size; ) {
    try {
      const sent = await fetch(where, { method: 'PATCH', credentials: 'same-origin', headers: { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream', 'X-CSRF-Token': csrf }, body: file.slice(offset, offset + PIECE) });
      if (!sent.ok) throw problemOf(sent.status, await sent.text().catch(() => ''));
      offset = Number(sent.headers.get('Upload-Offset') ?? Math.min(file.size, offset + PIECE));
      onPart(offset / file.size);
      tries = 0;
    } catch (fault) {
      if ((fault instanceof Problem && fault.status !== 409) || ++tries > MOST_TRIES) throw fault;
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries));
      offset = await offsetOf(where).catch(() => offset);
    }
  }
  return where.split('/').filter(Boolean).pop() ?? '';
}

export type Sender = { from: string; complete: boolean; on?: string };

/// All of them, one after the other, and then one act: the papers have come from this sender.
export async function sendPapers(number: string, files: readonly File[], sender: Sender, csrf: string, onPart: (part: number) => void) {
  const sent: { id: string; name: string }[] = [];
  for (const [at, file] of files.entries()) sent.push({ id: await upload(file, csrf, (one) => onPart((at + one) / files.length)), name: file.name });
  const now = await call<unknown>('GET', path`/cases/${number}`);
  await call('POST', path`/cases/${number}/documents`, { body: { uploads: sent, from: sender.from, complete: sender.complete, ...(sender.on ? { on: sender.on } : {}) }, ifMatch: now.etag ?? '*', key: freshKey() });
}
