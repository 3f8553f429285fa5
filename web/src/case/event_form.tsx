/// Tell what happened to a case, or to many at once: the kinds that may follow now, their fields, and the server's answer case by case.
import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import { Problem } from '../api/client';
import { useSession } from '../api/session';
import type { EventKind } from '../api/types';
import { Trouble } from '../parts/parts';
import { useWords } from '../words/words';
import { choicesOf, isDay, isToldHere } from './event_choices';

type Props = { opened: boolean; onClose: () => void; numbers: string[]; status?: string; onDone?: () => void };
type Told = { number: string; fault: Problem | null };

/// Fields of a kind as strings for a form; lists are told one entry a line elsewhere and left to what the server fills in.
export function plainFields(kind: EventKind | undefined): string[] {
  return Object.entries(kind?.fields ?? {})
    .filter(([, value]) => value === null || typeof value === 'string' || typeof value === 'number')
    .map(([name]) => name);
}

/// `roles` of a kind is a list (`coordinator administrator`) or words (`every role but auditor`).
export function mayTell(told: string, roles: readonly string[]): boolean {
  const [every, but = ''] = told.split(' but ');
  if (every === 'every role') return roles.some((role) => !but.split(' ').includes(role));
  return told.split(' ').some((role) => roles.includes(role));
}

export function mayFollow(kinds: EventKind[], roles: readonly string[], status?: string): EventKind[] {
  return kinds.filter((kind) => (!status || kind.from.includes(status)) && mayTell(kind.roles, roles));
}

export function EventForm({ opened, onClose, numbers, status, onDone }: Props) {
  const { t, named } = useWords();
  const { session } = useSession();
  const queries = useQueryClient();
  const kinds = useQuery({ queryKey: ['kinds'], queryFn: ({ signal }) => calls.readEventKinds(signal), enabled: opened, staleTime: Infinity });
  const [kind, setKind] = useState('');
  const [on, setOn] = useState('');
  const [fields, setFields] = useState<Record<string, string>>({});
  const [told, setTold] = useState<Told[]>([]);
  const [busy, setBusy] = useState(false);
  const offered = mayFollow(kinds.data?.events ?? [], session?.roles ?? [], status).filter((one) => isToldHere(one.kind));
  const chosen = offered.find((one) => one.kind === kind);
  const close = () => {
    setTold([]);
    setFields({});
    onClose();
  };
  const submit = async () => {
    setBusy(true);
    const done: Told[] = [];
    for (const number of numbers) {
      try {
        const now = await calls.readCase(number);
        await calls.addEvent(number, now.etag ?? `"${now.data.case.version}"`, { kind, on: on || undefined, data: Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) });
        done.push({ number, fault: null });
      } catch (fault) {
        done.push({ number, fault: fault instanceof Problem ? fault : new Problem(-1, String(fault)) });
      }
      setTold([...done]);
    }
    setBusy(false);
    void queries.invalidateQueries();
    if (done.every((one) => !one.fault)) {
      onDone?.();
      close();
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={t('event.record')} closeButtonProps={{ 'aria-label': t('close') }}>
      <div className="form">
        {kinds.isError && <Trouble fault={kinds.error} />}
        <Select label={t('event.kind')} value={kind} onChange={(to) => { setKind(to ?? ''); setFields({}); }} data={offered.map((one) => ({ value: one.kind, label: named('event', one.kind) }))} searchable nothingFoundMessage={t('event.nokind')} />
        {chosen?.rule && (
          <p>
            <cite>{chosen.rule}</cite>
          </p>
        )}
        <TextInput label={t('event.on')} description={t('event.on.hint')} type="date" value={on} onChange={(event) => setOn(event.currentTarget.value)} />
        {plainFields(chosen).map((name) => {
          const choices = choicesOf(kind, name);
          const was = chosen?.fields[name];
          const set = (value: string) => setFields((all) => ({ ...all, [name]: value }));
          if (choices)
            return <Select key={name} label={named('field', name)} value={fields[name] ?? (choices.includes(String(was)) ? String(was) : null)} onChange={(to) => set(to ?? '')} data={choices.map((one) => ({ value: one, label: named('choice', one) }))} />;
          return <TextInput key={name} label={named('field', name)} type={isDay(name, was) ? 'date' : 'text'} value={fields[name] ?? ''} onChange={(event) => set(event.currentTarget.value)} />;
        })}
        {told.map((one) => (
          <div key={one.number} className={one.fault ? 'told told-not' : 'told'}>
            <strong>{one.number}</strong> {one.fault ? <Trouble fault={one.fault} /> : t('done')}
          </div>
        ))}
        <div className="form-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button onClick={() => void submit()} disabled={!chosen || numbers.length === 0} loading={busy}>
            {numbers.length > 1 ? t('event.many', { n: numbers.length }) : t('event.record')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
