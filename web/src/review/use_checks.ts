/// The checks on the draft as it stands, asked again a moment after each change. Nothing is saved by asking.
import { useEffect, useState } from 'react';
import * as calls from '../api/calls';
import type { Check, Opinion } from '../api/types';
import { told } from './draft';

const PAUSE = 700;

export function useChecks(number: string, draft: Opinion | null, isLive: boolean, first: Check[] | undefined): { checks: Check[]; isChecking: boolean } {
  const [checks, setChecks] = useState<Check[] | null>(null);
  const [isChecking, setChecking] = useState(false);
  const asked = draft ? JSON.stringify(told(draft)) : '';
  useEffect(() => {
    if (!isLive || !draft) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      setChecking(true);
      calls
        .checkOpinion(number, JSON.parse(asked) as Opinion, stop.signal)
        .then((answer) => setChecks(answer.checks))
        .catch(() => undefined)
        .finally(() => !stop.signal.aborted && setChecking(false));
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // `asked` stands for the draft.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [number, asked, isLive]);
  return { checks: checks ?? first ?? [], isChecking };
}
