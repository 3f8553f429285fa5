/// The guidelines as pages, with editions, and a place to run one on a chart.
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import * as calls from '../api/calls';
import { Icon } from '../parts/icons';
import { Nothing, Trouble, VerdictMark, Waiting } from '../parts/parts';
import { go, usePlace } from '../shell/router';
import { humanised, useWords } from '../words/words';
import type { Verdict } from '../api/types';
import { plain } from './any_table';

const SAMPLE = 'phase: initial\nfacts:\n  dx.crps: present\n';

function Value({ of }: { of: unknown }) {
  if (Array.isArray(of))
    return (
      <ul className="plain-list">
        {of.map((one, at) => (
          <li key={at}>
            <Value of={one} />
          </li>
        ))}
      </ul>
    );
  if (of && typeof of === 'object') {
    const { verdict, ...rest } = of as Record<string, unknown>;
    return (
      <span className="plain-object">
        {typeof verdict === 'string' && ['met', 'not_met', 'unknown'].includes(verdict) && <VerdictMark verdict={verdict as Verdict} />}{' '}
        {Object.entries(rest)
          .filter(([, value]) => plain(value) !== '')
          .map(([name, value]) => (
            <span key={name}>
              <em>{humanised(name)}</em> {Array.isArray(value) || (value && typeof value === 'object') ? <Value of={value} /> : plain(value)}{' '}
            </span>
          ))}
      </span>
    );
  }
  return <>{plain(of)}</>;
}

function TopicPage({ topic }: { topic: string }) {
  const { t } = useWords();
  const [chart, setChart] = useState(SAMPLE);
  const page = useQuery({ queryKey: ['guideline', topic], queryFn: ({ signal }) => calls.readGuideline(topic, undefined, signal), staleTime: Infinity });
  const running = useMutation({ mutationFn: () => calls.evaluateGuideline(topic, chart) });
  if (page.isPending) return <Waiting />;
  if (page.isError) return <Trouble fault={page.error} />;
  const { text, ...fields } = page.data;
  return (
    <article className="topic-page">
      {typeof text === 'string' ? (
        <pre className="topic-text">{text}</pre>
      ) : (
        <dl className="topic-fields">
          {Object.entries(fields)
            .filter(([, value]) => plain(value) !== '')
            .map(([name, value]) => (
              <div key={name}>
                <dt>{humanised(name)}</dt>
                <dd>
                  <Value of={value} />
                </dd>
              </div>
            ))}
        </dl>
      )}
      <section className="topic-run">
        <h3>{t('guideline.run')}</h3>
        <p className="quiet">{t('guideline.run.lead')}</p>
        <Textarea value={chart} onChange={(event) => setChart(event.currentTarget.value)} autosize minRows={4} aria-label={t('guideline.chart')} classNames={{ input: 'mono' }} spellCheck={false} />
        <Button onClick={() => running.mutate()} loading={running.isPending}>
          {t('guideline.do')}
        </Button>
        {running.isError && <Trouble fault={running.error} />}
        {running.data && (
          <div className="topic-answer">
            <Value of={running.data} />
          </div>
        )}
      </section>
    </article>
  );
}

export default function GuidelinesScreen() {
  const { t, named, date } = useWords();
  const { parts } = usePlace();
  const chosen = parts[1];
  const [asked, setAsked] = useState('');
  const [pack, setPack] = useState('');
  const list = useQuery({ queryKey: ['guidelines'], queryFn: ({ signal }) => calls.readGuidelines(signal), staleTime: Infinity });
  const topics = list.data?.topics ?? [];
  const packs = [...new Set(topics.map((topic) => topic.pack))].sort();
  const shown = useMemo(() => topics.filter((topic) => (!pack || topic.pack === pack) && `${topic.title} ${topic.id}`.toLowerCase().includes(asked.toLowerCase())), [topics, pack, asked]);
  return (
    <div className="page page-full">
      <header className="page-head">
        <h1>{t('nav.guidelines')}</h1>
      </header>
      <div className="desk">
        <div className="desk-list">
          <div className="desk-filter">
            <TextInput value={asked} onChange={(event) => setAsked(event.currentTarget.value)} placeholder={t('guideline.filter')} aria-label={t('guideline.filter')} leftSection={<Icon name="search" size={13} />} />
            <Select value={pack} onChange={(to) => setPack(to ?? '')} data={[{ value: '', label: t('guideline.allpacks') }, ...packs]} aria-label={t('guideline.pack')} />
          </div>
          {list.isPending && <Waiting />}
          {list.isError && <Trouble fault={list.error} />}
          <ul>
            {shown.map((topic) => (
              <li key={`${topic.pack}/${topic.id}`}>
                <button type="button" aria-current={topic.id === chosen ? 'true' : undefined} onClick={() => go(['guidelines', topic.id])}>
                  <strong>{topic.title}</strong>
                  <span className="quiet">
                    {topic.guideline} {topic.pages} · {named('class', topic.class)}
                  </span>
                  <span className="quiet">
                    {date(topic.from)} – {topic.to ? date(topic.to) : t('guideline.now')}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
        <div className="desk-main">{chosen ? <TopicPage key={chosen} topic={chosen} /> : <Nothing>{t('guideline.choose')}</Nothing>}</div>
      </div>
    </div>
  );
}
