/// The rosters: whose credentials lapse or have lapsed, with the law.
import { useQuery } from '@tanstack/react-query';
import * as calls from '../api/calls';
import { useWords } from '../words/words';
import { AnyTable } from './any_table';

export default function RostersScreen() {
  const { t } = useWords();
  const answer = useQuery({ queryKey: ['rosters'], queryFn: ({ signal }) => calls.readRosters(signal) });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('nav.rosters')}</h1>
      </header>
      <AnyTable of={answer} />
    </div>
  );
}
