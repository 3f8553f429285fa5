/// A case opened from the paper application: typed field by field, or taken from an application.yaml; the papers that came with it are sent
/// at once. What is missing for the law is named before anything is sent.
import { Button, Checkbox, FileButton, Progress, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { call, freshKey } from '../api/client';
import { useSession } from '../api/session';
import { useToday } from '../api/use_house';
import { Section, Trouble } from '../parts/parts';
import { go } from '../shell/router';
import { capital, useWords, type Key } from '../words/words';
import { applicationText, freshForm, freshItem, missingIn, type ApplicationForm, type ItemForm } from './application';
import { FilesField } from './files_field';
import { sendPapers, upload } from './send_files';

type Words = Exclude<{ [K in keyof ApplicationForm]: ApplicationForm[K] extends string ? K : never }[keyof ApplicationForm], undefined>;
type Field = { name: Words; type?: 'date'; needed?: boolean };

const PERSON: Field[] = [{ name: 'first', needed: true }, { name: 'last', needed: true }, { name: 'born', type: 'date', needed: true }];
const HOME: Field[] = [{ name: 'street' }, { name: 'city' }, { name: 'zip' }];
const CLAIM: Field[] = [{ name: 'claim', needed: true }, { name: 'adjudication' }, { name: 'injured', type: 'date', needed: true }, { name: 'employer' }, { name: 'insurer' }, { name: 'administrator' }, { name: 'administratorStreet' }, { name: 'administratorCity' }, { name: 'administratorZip' }];
const REQUEST: Field[] = [{ name: 'physician' }, { name: 'specialty' }, { name: 'diagnosis' }];
const DECISION: Field[] = [{ name: 'organization' }, { name: 'decided', type: 'date', needed: true }, { name: 'served', type: 'date', needed: true }];

function Items({ items, onChange }: { items: ItemForm[]; onChange: (items: ItemForm[]) => void }) {
  const { t, named } = useWords();
  const set = (at: number, change: Partial<ItemForm>) => onChange(items.map((one, index) => (index === at ? { ...one, ...change } : one)));
  return (
    <ol className="new-items">
      {items.map((item, at) => (
        <li key={at}>
          <span className="item-number">{at + 1}</span>
          <TextInput className="grow" label={t('new.item')} value={item.text} onChange={(event) => set(at, { text: event.currentTarget.value })} required name={`item-${at + 1}`} />
          <TextInput label={t('new.requested')} type="date" value={item.requested} onChange={(event) => set(at, { requested: event.currentTarget.value })} />
          <Select label={t('new.outcome')} value={item.outcome} onChange={(to) => set(at, { outcome: to ?? 'denied' })} data={['denied', 'modified', 'deferred', 'approved'].map((one) => ({ value: one, label: named('ur', one) }))} w={120} />
          <Checkbox label={t('new.liability')} checked={item.liability} onChange={(event) => set(at, { liability: event.currentTarget.checked })} />
          <Checkbox label={t('new.missing')} checked={item.missing} onChange={(event) => set(at, { missing: event.currentTarget.checked })} />
          {items.length > 1 && (
            <button type="button" className="link" onClick={() => onChange(items.filter((_, index) => index !== at))}>
              {t('remove')}
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}

export default function NewCaseScreen() {
  const { t, named } = useWords();
  const { session } = useSession();
  const today = useToday();
  const queries = useQueryClient();
  const [form, setForm] = useState<ApplicationForm>(() => freshForm(today));
  const [files, setFiles] = useState<File[]>([]);
  const [taken, setTaken] = useState<{ name: string; text: string; zip?: File } | null>(null);
  const [part, setPart] = useState<number | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  /// A case that was opened whose papers did not come through: the next try sends papers only.
  const [opened, setOpened] = useState('');
  const set = (change: Partial<ApplicationForm>) => setForm((was) => ({ ...was, ...change }));
  const take = (file: File) => {
    if (/\.zip$/i.test(file.name)) setTaken({ name: file.name, text: '', zip: file });
    else void file.text().then((text) => setTaken({ name: file.name, text }));
  };
  const missing = taken ? [] : missingIn(form);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFault(null);
    setPart(0);
    try {
      const number = opened || (await call<{ number: string }>('POST', '/cases', { body: taken?.zip ? { upload: await upload(taken.zip, session?.csrf ?? '', setPart) } : { application: taken?.text ?? applicationText(form) }, key: freshKey() })).data.number;
      setOpened(number);
      if (files.length > 0) await sendPapers(number, files, { from: 'employee', complete: false }, session?.csrf ?? '', setPart);
      void queries.invalidateQueries();
      go(['case', number, 'overview']);
    } catch (problem) {
      setFault(problem);
    } finally {
      setPart(null);
    }
  };
  const field = ({ name, type, needed }: Field) => <TextInput key={name} name={name} label={t(`new.${name}` as Key)} type={type ?? 'text'} value={form[name]} onChange={(event) => set({ [name]: event.currentTarget.value })} required={needed} />;
  const select = (name: 'channel' | 'review' | 'servedBy' | 'servedTo' | 'sex', group: string, values: string[]) => <Select key={name} label={t(`new.${name}` as Key)} value={form[name]} onChange={(to) => set({ [name]: to ?? '' })} data={values.map((one) => ({ value: one, label: one ? named(group, one) : '–' }))} />;
  return (
    <form className="page page-form" onSubmit={(event) => void submit(event)}>
      <header className="page-head">
        <h1>{t('case.open')}</h1>
        <p className="quiet">{t('new.lead')}</p>
        <div className="page-tools">
          <FileButton accept=".yaml,.yml,.zip" onChange={(file) => { if (file) take(file); }}>
            {(props) => (
              <Button {...props} variant="default">
                {t('new.fromfile')}
              </Button>
            )}
          </FileButton>
        </div>
      </header>
      {taken && (
        <p className="notice">
          {t('new.taken', { name: taken.name })}{' '}
          <button type="button" className="link" onClick={() => setTaken(null)}>
            {t('new.typeinstead')}
          </button>
        </p>
      )}
      {!taken && (
        <>
          <Section title={t('new.how')}>
            <div className="fields">
              {field({ name: 'received', type: 'date', needed: true })}
              {select('channel', 'channel', ['mail', 'fax', 'electronic'])}
              {select('review', 'review', ['regular', 'expedited'])}
              {form.review === 'expedited' && (
                <>
                  {field({ name: 'certifiedBy', needed: true })}
                  {field({ name: 'certifiedOn', type: 'date', needed: true })}
                </>
              )}
            </div>
          </Section>
          <Section title={capital(t('party.employee'))}>
            <div className="fields">
              {PERSON.map(field)}
              {select('sex', 'sex', ['', 'female', 'male'])}
              {HOME.map(field)}
            </div>
          </Section>
          <Section title={t('case.claim')}>
            <div className="fields">{CLAIM.map(field)}</div>
          </Section>
          <Section title={t('new.decision')}>
            <div className="fields">
              {DECISION.map(field)}
              {select('servedBy', 'service', ['mail', 'personal', 'fax', 'overnight', 'electronic'])}
              {select('servedTo', 'place', ['in-state', 'other-state', 'abroad', 'confidential-address'])}
            </div>
          </Section>
          <Section title={t('case.items')} aside={<Button variant="default" size="compact-xs" onClick={() => set({ items: [...form.items, freshItem()] })}>{t('new.moreitems')}</Button>}>
            <div className="fields">{REQUEST.map(field)}</div>
            <Items items={form.items} onChange={(items) => set({ items })} />
          </Section>
          <Section title={t('new.consent')}>
            <div className="fields">
              <Checkbox label={t('new.consent.signed')} checked={form.consent} onChange={(event) => set({ consent: event.currentTarget.checked })} />
              {field({ name: 'consentOn', type: 'date' })}
            </div>
          </Section>
        </>
      )}
      <Section title={t('record.papers')}>
        <FilesField files={files} onChange={setFiles} />
      </Section>
      {Boolean(fault) && <Trouble fault={fault} />}
      {opened && Boolean(fault) && <p className="notice">{t('new.openedonly', { number: opened })}</p>}
      <div className="form-end form-stay">
        <span className="quiet" role="status">
          {missing.length > 0 && t('new.stillmissing', { what: missing.map((name) => (name.startsWith('item.') ? t('item.n', { n: name.slice(5) }) : t(`new.${name}` as Key))).join(', ') })}
        </span>
        {part !== null && <Progress value={part * 100} size="sm" w={120} aria-label={t('upload.going')} />}
        <Button variant="default" onClick={() => go(['cases'])}>
          {t('cancel')}
        </Button>
        <Button type="submit" disabled={missing.length > 0} loading={part !== null}>
          {t('case.open')}
        </Button>
      </div>
    </form>
  );
}
