/// The papers of the file: by day or by kind, copies folded under what they repeat, other people's pages apart.
import { Fragment, memo } from 'react';
import type { CaseDocument } from '../api/types';
import { Icon } from '../parts/icons';
import { useWords } from '../words/words';
import type { Arranged, Order } from './sheets';

type Props = {
  file: Arranged;
  order: Order;
  here: string | undefined;
  unfolded: ReadonlySet<string>;
  onFold: (id: string) => void;
  onOpen: (document: CaseDocument) => void;
  isBookmarked: (document: string) => boolean;
};

type LineProps = { one: CaseDocument; order: Order; isHere: boolean; isCopy: boolean; copies: number; isOpen: boolean; hasMark: boolean; onFold: (id: string) => void; onOpen: (document: CaseDocument) => void };

/// One paper. A file may have a thousand, and only two of them change when one leafs on.
const PaperLine = memo(function PaperLine({ one, order, isHere, isCopy, copies, isOpen, hasMark, onFold, onOpen }: LineProps) {
  const words = useWords();
  const { t } = words;
  const day = order === 'kind' ? words.date(one.date) : words.date(one.date).replace(/,? \d{4}$/, '').replace(/ de \d{4}$| \d{4}$/, '');
  return (
    <li className={isCopy ? 'paper-copy' : undefined}>
      <button type="button" className={order === 'kind' ? 'paper paper-wide' : 'paper'} aria-current={isHere ? 'true' : undefined} onClick={() => onOpen(one)}>
        <span className="paper-date">{day || '–'}</span>
        <span className="paper-what">
          <span className="paper-kind">{order === 'kind' ? (one.author ?? one.title ?? words.named('kind', one.kind)) : words.named('kind', one.kind)}</span>
          <span className="paper-who">
            {order === 'kind' ? one.facility : (one.author ?? one.facility)}
            {one.pages > 1 && ` · ${t('pages.count', { n: one.pages })}`}
          </span>
        </span>
        <span className="paper-signs">
          {one.text_source !== 'layer' && (
            <span title={t('record.scan')}>
              <Icon name="scan" size={13} />
              <span className="sr-only">{t('record.scan')}</span>
            </span>
          )}
          {one.belongs_to === 'unknown' && (
            <span title={t('record.unknown')} className="paper-unsure">
              ?<span className="sr-only">{t('record.unknown')}</span>
            </span>
          )}
          {hasMark && <Icon name="bookmark" size={13} />}
        </span>
      </button>
      {copies > 0 && (
        <button type="button" className="paper-fold" aria-expanded={isOpen} onClick={() => onFold(one.id)}>
          <Icon name={isOpen ? 'down' : 'right'} size={11} />
          {t('record.copies', { n: copies })}
        </button>
      )}
    </li>
  );
});

export const Outline = memo(function Outline({ file, order, here, unfolded, onFold, onOpen, isBookmarked }: Props) {
  const words = useWords();
  const { t } = words;
  const line = (one: CaseDocument, isCopy = false) => (
    <PaperLine key={one.id} one={one} order={order} isHere={one.id === here} isCopy={isCopy} copies={file.copies.get(one.id)?.length ?? 0} isOpen={unfolded.has(one.id)} hasMark={isBookmarked(one.id)} onFold={onFold} onOpen={onOpen} />
  );
  return (
    <div className="outline">
      {file.groups.map((group) => (
        <Fragment key={group.id}>
          <h3>
            {order === 'kind' ? words.named('kind', group.id) : group.id || t('record.undated')} <span className="quiet">{group.documents.length}</span>
          </h3>
          <ul>
            {group.documents.map((one) => (
              <Fragment key={one.id}>
                {line(one)}
                {unfolded.has(one.id) && file.copies.get(one.id)?.map((copy) => line(copy, true))}
              </Fragment>
            ))}
          </ul>
        </Fragment>
      ))}
      {file.apart.length > 0 && (
        <>
          <h3 className="outline-apart">
            <Icon name="warn" size={13} /> {t('record.other.title')}
          </h3>
          <p className="quiet outline-note">{t('record.other.text')}</p>
          <ul>{file.apart.map((one) => line(one))}</ul>
        </>
      )}
    </div>
  );
});
