/// The record by itself, over the whole width.
import type { Documents } from '../api/types';
import { Icon } from '../parts/icons';
import { useWords } from '../words/words';
import { RecordView, type RecordState } from './record_view';
import './record.css';

export default function RecordTab({ number, documents, record }: { number: string; documents: Documents; record: RecordState }) {
  const { t } = useWords();
  return (
    <div className="record-tab">
      {documents.problems.length > 0 && (
        <details className="record-problems">
          <summary>
            <Icon name="warn" size={13} /> {t('record.problems', { n: documents.problems.length })}
          </summary>
          <ul>
            {documents.problems.map((one, at) => (
              <li key={at}>
                <strong>{one.where}</strong> {one.found}. {one.remedy}
              </li>
            ))}
          </ul>
        </details>
      )}
      <RecordView number={number} documents={documents.documents} record={record} />
    </div>
  );
}
