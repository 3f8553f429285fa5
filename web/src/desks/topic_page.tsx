/// One topic of a guideline: what it asks for, when it is in force, how its editions differ, and its examples, run in place.
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import type { Criterion, TopicFields } from '../api/types';
import { Nothing, Section, Trouble, VerdictMark, Waiting } from '../parts/parts';
import { go } from '../shell/router';
import { useWords } from '../words/words';
import { differences, namesIn } from './topic_logic';

const SAMPLE = 'phase: initial\nfacts:\n  dx.crps: present\n';

function Words({ title, of }: { title: string; of: string[] | undefined }) {
  if (!of?.length) return null;
  return (
    <div className="topic-part">
      <h3>{title}</h3>
      <ul className="dots">
        {of.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </div>
  );
}

function Asked({ page }: { page: TopicFields }) {
  const { t } = useWords();
  const initial = namesIn(page.initial);
  const continued = namesIn(page.continued);
  if (!page.criteria.length) return <Nothing>{t('guideline.nocriteria')}</Nothing>;
  return (
    <table className="table table-flush topic-criteria">
      <thead>
        <tr>
          <th>{t('guideline.criterion')}</th>
          <th>{t('guideline.neededfor')}</th>
        </tr>
      </thead>
      <tbody>
        {page.criteria.map((one) => (
          <tr key={one.id}>
            <td>
              {one.text}
              {one.needed && <p className="quiet">{t('guideline.needed', { what: one.needed })}</p>}
            </td>
            <td>
              {initial.has(one.id) && <span className="tag">{t('phase.initial')}</span>} {continued.has(one.id) && <span className="tag">{t('phase.continued')}</span>}{' '}
              {page.exclusions.includes(one.id) && <span className="tag tag-hot">{t('criterion.exclusion')}</span>} {one.asks_judgment && <span className="tag">{t('criterion.judgment')}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/// Two editions side by side, only what differs.
function Editions({ topic, page }: { topic: string; page: TopicFields }) {
  const { t, named, date } = useWords();
  const others = page.editions.filter((one) => one.from !== page.from);
  const [against, setAgainst] = useState('');
  const other = useQuery({ queryKey: ['guideline', topic, against], queryFn: ({ signal }) => calls.readGuideline(topic, against, signal) as unknown as Promise<TopicFields>, enabled: Boolean(against), staleTime: Infinity });
  const rows = other.data ? differences(page, other.data) : [];
  return (
    <div className="topic-editions">
      <ul className="editions" aria-label={t('guideline.editions')}>
        {page.editions.map((one) => (
          <li key={`${one.pack}${one.from}`}>
            <button type="button" aria-pressed={one.from === page.from} onClick={() => go(['guidelines', topic], { from: one.from ?? undefined })}>
              <strong>{named('pack', one.pack, one.pack)}</strong>
              <span className="quiet">
                {date(one.from)} – {one.to ? date(one.to) : t('guideline.now')}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {others.map((one) => (
        <Button key={one.from} size="compact-xs" variant={against === one.from ? 'filled' : 'default'} onClick={() => setAgainst(against === one.from ? '' : (one.from ?? ''))}>
          {t('guideline.against', { pack: named('pack', one.pack, one.pack) })}
        </Button>
      ))}
      {other.isError && <Trouble fault={other.error} />}
      {other.data && rows.length === 0 && <Nothing>{t('guideline.same')}</Nothing>}
      {other.data && rows.length > 0 && (
        <table className="table table-flush topic-differences">
          <thead>
            <tr>
              <th aria-label={t('guideline.field')} />
              <th>{t('guideline.this')}</th>
              <th>{named('pack', other.data.pack, other.data.pack)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.field}>
                <th scope="row">{named('topic', row.field)}</th>
                <td>{row.here.length ? row.here.map((one) => <p key={one}>{one}</p>) : '–'}</td>
                <td>{row.there.length ? row.there.map((one) => <p key={one}>{one}</p>) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

type Run = { criteria: Criterion[]; recommendation: string; reasons: string[]; would_change: { criterion: string; needed: string }[][] };

/// A chart is typed or taken from an example of the page; nothing is saved.
function RunInPlace({ topic, page }: { topic: string; page: TopicFields }) {
  const { t, named } = useWords();
  const [chart, setChart] = useState(page.cases?.[0]?.chart ?? SAMPLE);
  const [name, setName] = useState(page.cases?.[0]?.name ?? '');
  const expected = page.cases?.find((one) => one.name === name && one.chart === chart);
  const running = useMutation({ mutationFn: async (text: string) => (await calls.evaluateGuideline(topic, text, page.from ?? undefined)) as unknown as Run });
  const take = (one: NonNullable<TopicFields['cases']>[number]) => {
    setChart(one.chart);
    setName(one.name);
    running.mutate(one.chart);
  };
  return (
    <Section title={t('guideline.run')} aside={<span className="quiet">{t('guideline.run.lead')}</span>}>
      {page.cases && page.cases.length > 0 && (
        <ul className="examples" aria-label={t('guideline.examples')}>
          {page.cases.map((one) => (
            <li key={one.name}>
              <button type="button" aria-pressed={one.name === name} onClick={() => take(one)}>
                {one.name}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="run">
        <div>
          <Textarea value={chart} onChange={(event) => setChart(event.currentTarget.value)} autosize minRows={5} aria-label={t('guideline.chart')} classNames={{ input: 'mono' }} spellCheck={false} />
          <Button onClick={() => running.mutate(chart)} loading={running.isPending}>
            {t('guideline.do')}
          </Button>
        </div>
        <div className="run-answer" role="status">
          {running.isError && <Trouble fault={running.error} />}
          {running.data && (
            <>
              <p className="run-said">
                <strong>{named('decision', running.data.recommendation)}</strong>
                {expected && <span className={`tag ${expected.expect === running.data.recommendation ? 'tag-eligible' : 'tag-hot'}`}>{expected.expect === running.data.recommendation ? t('guideline.aswritten') : t('guideline.otherwise')}</span>}
              </p>
              <ul>
                {running.data.criteria.map((one) => (
                  <li key={one.id}>
                    <VerdictMark verdict={one.verdict} /> {one.text}
                  </li>
                ))}
              </ul>
              {running.data.reasons.map((one) => (
                <p key={one} className="quiet">
                  {one}
                </p>
              ))}
            </>
          )}
          {!running.data && !running.isError && <Nothing>{t('guideline.notrun')}</Nothing>}
        </div>
      </div>
    </Section>
  );
}

export function TopicPage({ topic, from }: { topic: string; from?: string }) {
  const { t, named, date } = useWords();
  const answer = useQuery({ queryKey: ['guideline', topic, from ?? ''], queryFn: ({ signal }) => calls.readGuideline(topic, from, signal) as unknown as Promise<TopicFields>, staleTime: Infinity });
  if (answer.isPending) return <Waiting />;
  if (answer.isError) return <Trouble fault={answer.error} retry={() => void answer.refetch()} />;
  const page = answer.data;
  const limits = page.limits.map((one) => `${one.what} ${one.op} ${one.value} ${one.unit}${one.note ? ` (${one.note})` : ''}`);
  return (
    <article className="topic-page">
      <header className="topic-head">
        <h2>{page.title}</h2>
        <span className={`tag tag-class-${page.class}`}>{named('class', page.class)}</span>
        <p className="quiet">
          {named('pack', page.pack, page.pack)}
          {page.section && ` · ${page.section}`}
          {page.pages && ` · ${t('pages.short', { pages: page.pages })}`} · {date(page.from)} – {page.to ? date(page.to) : t('guideline.now')}
        </p>
        {(page.confidence === 'low' || page.basis === 'memory') && <p className="notice">{t(page.confidence === 'low' ? 'guideline.low' : 'guideline.memory')}</p>}
      </header>
      <Asked page={page} />
      <div className="topic-parts">
        <Words title={t('guideline.limits')} of={limits} />
        <Words title={t('guideline.exceptions')} of={page.exceptions} />
        <Words title={t('guideline.look')} of={page.look_for} />
        <Words title={t('guideline.synonyms')} of={page.synonyms.length ? [page.synonyms.join(', ')] : []} />
        <Words title={t('guideline.evidence')} of={page.evidence ? [page.evidence] : []} />
        <Words title={t('guideline.doubts')} of={page.doubts} />
      </div>
      {page.editions.length > 1 && <Editions topic={topic} page={page} />}
      <RunInPlace topic={topic} page={page} />
    </article>
  );
}

