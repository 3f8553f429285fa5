/// The guidelines as pages: found by name, guideline and day in force; each page with its editions, their differences and its examples.
import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import * as calls from '../api/calls';
import { Icon } from '../parts/icons';
import { Nothing, Trouble, Waiting } from '../parts/parts';
import { go, usePlace } from '../shell/router';
import { useWords } from '../words/words';
import { TopicPage } from './topic_page';

/// The row of a topic that is shown when none of its editions was chosen: the newest that has begun by `today`.
export function standing<R extends { from: string | null }>(rows: readonly R[], today: string): R | undefined {
  const begun = rows.filter((row) => !row.from || row.from <= today);
  return [...(begun.length ? begun : rows)].sort((a, b) => (b.from ?? '').localeCompare(a.from ?? ''))[0];
}

export default function GuidelinesScreen() {
  const { t, named, date } = useWords();
  const { parts, query } = usePlace();
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
        <p className="quiet">{t('guideline.count', { n: shown.length })}</p>
      </header>
      <div className="desk">
        <div className="desk-list">
          <div className="desk-filter">
            <TextInput value={asked} onChange={(event) => setAsked(event.currentTarget.value)} placeholder={t('guideline.filter')} aria-label={t('guideline.filter')} leftSection={<Icon name="search" size={13} />} />
            <Select value={pack} onChange={(to) => setPack(to ?? '')} data={[{ value: '', label: t('guideline.allpacks') }, ...packs.map((one) => ({ value: one, label: named('pack', one, one) }))]} aria-label={t('guideline.pack')} />
          </div>
          {list.isPending && <Waiting />}
          {list.isError && <Trouble fault={list.error} />}
          {list.data && shown.length === 0 && <Nothing>{t('palette.none')}</Nothing>}
          <ul>
            {shown.map((topic) => (
              <li key={`${topic.pack}/${topic.id}`}>
                <button type="button" aria-current={topic.id === chosen && (!query.from || query.from === topic.from) ? 'true' : undefined} onClick={() => go(['guidelines', topic.id], { from: topic.from ?? undefined })}>
                  <span className="desk-line">
                    <strong>{topic.title}</strong>
                  </span>
                  <span className="quiet">
                    {named('pack', topic.pack, topic.pack)} · {named('class', topic.class)}
                  </span>
                  <span className="quiet">
                    {date(topic.from)} – {topic.to ? date(topic.to) : t('guideline.now')}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
        <div className="desk-main">{chosen ? <TopicPage key={`${chosen}${query.from ?? ''}`} topic={chosen} from={query.from} /> : <Nothing>{t('guideline.choose')}</Nothing>}</div>
      </div>
    </div>
  );
}
