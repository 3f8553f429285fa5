/// The rosters: reviewer by reviewer, whose credentials have lapsed, lapse soon or were never verified, with the law.
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import { Nothing, Trouble, Waiting } from '../parts/parts';
import { useWords } from '../words/words';

type Finding = { state: string; reviewer: string; credential: string; on: string | null; text: string; citation: string };
const GRAVITY = ['lapsed', 'lapsing', 'unverified'];

/// Findings by reviewer; who has the gravest comes first.
export function byReviewer(findings: readonly Finding[]): { reviewer: string; findings: Finding[] }[] {
  const rank = (one: Finding) => GRAVITY.indexOf(one.state);
  const groups = new Map<string, Finding[]>();
  for (const one of findings) groups.set(one.reviewer, [...(groups.get(one.reviewer) ?? []), one]);
  return [...groups]
    .map(([reviewer, of]) => ({ reviewer, findings: of.sort((a, b) => rank(a) - rank(b)) }))
    .sort((a, b) => rank(a.findings[0]!) - rank(b.findings[0]!) || a.reviewer.localeCompare(b.reviewer));
}

export default function RostersScreen() {
  const { t, date } = useWords();
  const [state, setState] = useState('all');
  const answer = useQuery({ queryKey: ['rosters'], queryFn: ({ signal }) => calls.readRosters(signal) });
  const findings = (answer.data?.findings ?? []) as Finding[];
  const groups = byReviewer(findings.filter((one) => state === 'all' || one.state === state));
  const count = (of: string) => findings.filter((one) => one.state === of).length;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.rosters')}</h1>
        <p className="quiet">{t('roster.lead')}</p>
        <div className="page-tools">
          <SegmentedControl
            value={state}
            onChange={setState}
            aria-label={t('accounts.state')}
            data={[
              { value: 'all', label: t('roster.all') },
              { value: 'lapsed', label: `${t('roster.lapsed')} ${count('lapsed')}` },
              { value: 'lapsing', label: `${t('roster.lapsing')} ${count('lapsing')}` },
              { value: 'unverified', label: `${t('roster.unverified')} ${count('unverified')}` },
            ]}
          />
        </div>
      </header>
      {answer.isPending && <Waiting />}
      {answer.isError && <Trouble fault={answer.error} retry={() => void answer.refetch()} />}
      {answer.data && groups.length === 0 && <Nothing>{t('roster.none')}</Nothing>}
      {groups.length > 0 && (
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th>{t('assign.reviewer')}</th>
                <th>{t('accounts.state')}</th>
                <th>{t('roster.credential')}</th>
                <th>{t('roster.found')}</th>
                <th>{t('roster.law')}</th>
              </tr>
            </thead>
            <tbody>
              {groups.flatMap((group) =>
                group.findings.map((one, at) => (
                  <tr key={`${group.reviewer}${at}`} className={at === 0 ? 'row-first' : 'row-same'}>
                    <td>{at === 0 && <strong>{group.reviewer}</strong>}</td>
                    <td>
                      <span className={`tag ${one.state === 'lapsed' ? 'tag-hot' : one.state === 'lapsing' ? 'tag-soon' : ''}`}>{t(`roster.${one.state as 'lapsed' | 'lapsing' | 'unverified'}`)}</span>
                    </td>
                    <td>{one.credential}</td>
                    <td>
                      {one.text.replace(/\d{4}-\d\d-\d\d/g, (day) => date(day))}
                      {one.on && !one.text.includes(one.on) && <span className="quiet"> {date(one.on)}</span>}
                    </td>
                    <td>
                      <cite>{one.citation}</cite>
                    </td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
