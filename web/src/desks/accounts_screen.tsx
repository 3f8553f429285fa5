/// Accounts and their roles; an account is closed and opened here. Administrators keep accounts and read no papers.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as calls from '../api/calls';
import { useSession } from '../api/session';
import { Nothing, Trouble, Waiting } from '../parts/parts';
import { useWords } from '../words/words';
import { NewAccount } from './new_account';

export default function AccountsScreen() {
  const { t, named } = useWords();
  const { session } = useSession();
  const queries = useQueryClient();
  const list = useQuery({ queryKey: ['accounts'], queryFn: ({ signal }) => calls.readAccounts(signal) });
  const setting = useMutation({ mutationFn: (one: { id: string; active: boolean }) => calls.setAccountActive(one.id, one.active), onSuccess: () => queries.invalidateQueries({ queryKey: ['accounts'] }) });
  return (
    <div className="page page-narrow">
      <header className="page-head">
        <h1>{t('nav.accounts')}</h1>
        <p className="quiet">{t('accounts.lead')}</p>
        <div className="page-tools">
          <NewAccount />
        </div>
      </header>
      {list.isPending && <Waiting />}
      {list.isError && <Trouble fault={list.error} retry={() => void list.refetch()} />}
      {setting.isError && <Trouble fault={setting.error} />}
      {list.data?.accounts.length === 0 && <Nothing>{t('nothing.rows')}</Nothing>}
      {list.data && (
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th>{t('signin.account')}</th>
                <th>{t('accounts.roles')}</th>
                <th>{t('accounts.state')}</th>
                <th aria-label={t('accounts.change')} />
              </tr>
            </thead>
            <tbody>
              {list.data.accounts.map((one) => (
                <tr key={one.id}>
                  <td>{one.id}</td>
                  <td>{one.roles.map((role) => named('role', role)).join(', ')}</td>
                  <td>
                    <span className={`tag ${one.state === 'open' ? 'tag-eligible' : one.state === 'locked' ? 'tag-soon' : ''}`}>{named('account', one.state)}</span>
                  </td>
                  <td className="cell-acts">
                    <Button disabled={one.id === session?.account} size="compact-xs" variant="default" onClick={() => setting.mutate({ id: one.id, active: one.state !== 'open' })}>
                      {one.state === 'open' ? t('accounts.close') : t('accounts.open')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
