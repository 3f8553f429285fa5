/// Does any page speak of it? Every hit with its words, or the statement of what was searched and not found.
import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import * as calls from '../api/calls';
import type { Evidence } from '../api/types';
import { Icon } from '../parts/icons';
import { Nothing, Quote, Trouble, Waiting } from '../parts/parts';
import { useWords } from '../words/words';

type Props = { number: string; where: (at: Evidence) => string; onShow: (at: Evidence) => void; onFound: (found: Evidence[]) => void; now: Evidence | undefined };

export function RecordSearch({ number, where, onShow, onFound, now }: Props) {
  const { t, named } = useWords();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), 300);
    return () => clearTimeout(timer);
  }, [typed]);
  const answer = useQuery({ queryKey: ['search', number, asked], queryFn: ({ signal }) => calls.searchRecord(number, [asked], signal), enabled: asked.length > 1, staleTime: 60_000 });
  const search = answer.data?.searches[0];
  const hits = useMemo(() => {
    const seen = new Set<string>();
    return (search?.hits ?? []).filter(({ evidence: at }) => {
      const key = `${at.document}#${at.page}#${at.begin}#${at.end}`;
      return !seen.has(key) && seen.add(key);
    });
  }, [search]);
  useEffect(() => {
    onFound(hits.map((hit) => hit.evidence));
    return () => onFound([]);
  }, [hits, onFound]);
  const at = hits.findIndex((hit) => hit.evidence === now);
  const step = (by: number) => {
    const next = hits[(at + by + hits.length) % hits.length];
    if (next) onShow(next.evidence);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || hits.length === 0) return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  };
  return (
    <div className="record-search">
      <TextInput value={typed} onChange={(event) => setTyped(event.currentTarget.value)} onKeyDown={onKey} placeholder={t('search.hint')} aria-label={t('record.search')} leftSection={<Icon name="search" size={13} />} autoFocus />
      {answer.isFetching && <Waiting />}
      {answer.isError && <Trouble fault={answer.error} />}
      {search && (
        <p className={`search-answer${hits.length ? '' : ' search-none'}`} role="status">
          {hits.length ? t('search.found', { n: hits.length }) : t('search.none', { n: search.searched.pages, worst: search.searched.worst_ocr_confidence })}
          {search.searched.unread.length > 0 && ` ${t('search.unread', { n: search.searched.unread.length })}`}
        </p>
      )}
      {search && search.searched.terms.length > 1 && (
        <details className="search-terms">
          <summary>{t('search.terms', { n: search.searched.terms.length })}</summary>
          {search.searched.terms.join(' · ')}
        </details>
      )}
      {asked.length < 2 && <Nothing>{t('search.lead')}</Nothing>}
      <div className="search-hits">
        {hits.slice(0, 200).map((hit, index) => (
          <div key={index} className="search-hit">
            {hit.reading !== 'documented' && <span className="search-reading">{named('reading', hit.reading)}</span>}
            <Quote at={hit.evidence} where={where(hit.evidence)} onShow={onShow} now={hit.evidence === now} />
          </div>
        ))}
      </div>
    </div>
  );
}
