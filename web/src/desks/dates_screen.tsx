/// When is something due: a rule, the day it counts from, and the derivation step by step with the law.
import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import { useToday } from '../api/use_house';
import { DueSteps, Section, Trouble, Waiting } from '../parts/parts';
import { capital, useWords } from '../words/words';

export default function DatesScreen() {
  const words = useWords();
  const { t, named } = words;
  const [jurisdiction, setJurisdiction] = useState('us-ca-wc');
  const [rule, setRule] = useState('determination');
  const day = useToday();
  const [typed, setEvent] = useState('');
  const event = typed || day;
  const [by, setBy] = useState('');
  const [to, setTo] = useState('');
  const rules = useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => calls.readJurisdictions(signal), staleTime: Infinity });
  const computing = useMutation({ mutationFn: () => calls.computeDue({ jurisdiction, rule, event, served_by: by || undefined, to: to || undefined }) });
  const known = rules.data?.jurisdictions.find((one) => one.id === jurisdiction)?.rules ?? [];
  // A rule may have had other forms before: each name once, the one of today.
  const offered = known.filter((one, at) => known.findIndex((other) => other.rule === one.rule) === at);
  const chosen = offered.find((one) => one.rule === rule);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.dates')}</h1>
        <p className="quiet">{t('dates.lead')}</p>
      </header>
      {rules.isPending && <Waiting />}
      {rules.isError && <Trouble fault={rules.error} />}
      {rules.data && (
        <>
          <div className="form form-row">
            <Select label={t('dates.jurisdiction')} value={jurisdiction} onChange={(one) => setJurisdiction(one ?? '')} data={rules.data.jurisdictions.map((one) => ({ value: one.id, label: named('jurisdiction', one.id, one.id) }))} w={190} />
            <Select label={t('dates.rule')} value={rule} onChange={(one) => setRule(one ?? '')} data={offered.map((one) => ({ value: one.rule, label: capital(one.title) }))} searchable w={300} />
            <TextInput label={t('dates.event')} type="date" value={event} onChange={(input) => setEvent(input.currentTarget.value)} />
            <Select label={t('dates.by')} value={by} onChange={(one) => setBy(one ?? '')} data={[{ value: '', label: '–' }, ...['mail', 'personal', 'fax', 'overnight', 'electronic'].map((one) => ({ value: one, label: named('service', one) }))]} w={140} />
            <Select label={t('dates.to')} value={to} onChange={(one) => setTo(one ?? '')} data={[{ value: '', label: '–' }, ...['in-state', 'other-state', 'abroad', 'confidential-address'].map((one) => ({ value: one, label: named('place', one) }))]} w={170} />
            <Button onClick={() => computing.mutate()} loading={computing.isPending}>
              {t('dates.do')}
            </Button>
          </div>
          {chosen && (
            <p className="quiet">
              {capital(chosen.event)}. {capital(chosen.period)} <cite>{chosen.citation}</cite>
            </p>
          )}
        </>
      )}
      {computing.isError && <Trouble fault={computing.error} />}
      {computing.data && (
        <Section title={<span className="due-answer">{words.date(computing.data.due_on)}</span>}>
          <DueSteps due={computing.data} />
        </Section>
      )}
    </div>
  );
}
