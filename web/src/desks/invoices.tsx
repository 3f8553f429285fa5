/// Invoices: one a case, made from the fee of the pack; what of each still stands after credits.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as calls from '../api/calls';
import { Nothing, Section, Trouble, Waiting } from '../parts/parts';
import { addressOf } from '../shell/router';
import { useWords } from '../words/words';

export function inDollars(cents: number, language: string): string {
  return new Intl.NumberFormat(language === 'es' ? 'es-US' : 'en-US', { style: 'currency', currency: 'USD' }).format(cents / 100);
}

export function Invoices() {
  const words = useWords();
  const { t, date, language } = words;
  const queries = useQueryClient();
  const invoices = useQuery({ queryKey: ['invoices'], queryFn: ({ signal }) => calls.readInvoices(signal) });
  const determined = useQuery({ queryKey: ['cases', 'determined'], queryFn: ({ signal }) => calls.searchCases({ status: 'determined', limit: 200 }, signal) });
  const rows = invoices.data?.invoices ?? [];
  const billed = new Set(rows.map((row) => row.number));
  const open = (determined.data?.cases ?? []).map((one) => one.number).filter((number) => !billed.has(number));
  const making = useMutation({ mutationFn: () => calls.makeInvoices({ numbers: open }), onSuccess: () => queries.invalidateQueries() });
  return (
    <Section
      title={t('mail.invoices')}
      aside={
        invoices.data &&
        open.length > 0 && (
          <Button onClick={() => making.mutate()} loading={making.isPending}>
            {t('invoice.make', { n: open.length })}
          </Button>
        )
      }
    >
      {(invoices.isPending || determined.isPending) && <Waiting />}
      {invoices.isError && <Trouble fault={invoices.error} retry={() => void invoices.refetch()} />}
      {making.isError && <Trouble fault={making.error} />}
      {making.data?.left_out.map((one) => (
        <p key={one.number} className="told told-not">
          <span className="number">{one.number}</span> {one.why}
        </p>
      ))}
      {invoices.data && rows.length === 0 && <Nothing>{t('invoice.none')}</Nothing>}
      {rows.length > 0 && (
        <table className="table table-flush">
          <thead>
            <tr>
              <th>{t('invoice.number')}</th>
              <th>{t('case.number')}</th>
              <th>{t('mail.day')}</th>
              <th>{t('invoice.fee')}</th>
              <th>{t('invoice.payer')}</th>
              <th className="cell-right">{t('invoice.amount')}</th>
              <th className="cell-right">{t('invoice.stands')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.invoice}>
                <td className="number">{row.invoice}</td>
                <td>
                  <a className="number" href={addressOf(['case', row.number])}>
                    {row.number}
                  </a>
                </td>
                <td>{date(row.on)}</td>
                <td>{words.named('fee', row.fee)}</td>
                <td>{row.payer}</td>
                <td className="cell-right number">{inDollars(row.cents, language)}</td>
                <td className="cell-right number">{inDollars(row.stands, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
