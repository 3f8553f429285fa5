/// A place for files: chosen, or dropped onto it; what was chosen stands below and can be taken out again.
import { FileButton } from '@mantine/core';
import { useState, type DragEvent } from 'react';
import { Icon } from '../parts/icons';
import { useWords } from '../words/words';

export function FilesField({ files, onChange }: { files: File[]; onChange: (files: File[]) => void }) {
  const { t } = useWords();
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onChange([...files, ...event.dataTransfer.files]);
  };
  return (
    <div className={`files${isOver ? ' files-over' : ''}`} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <p className="quiet">
        <Icon name="case" size={15} /> {t('files.drop')}{' '}
        <FileButton multiple onChange={(more) => onChange([...files, ...more])}>
          {(props) => (
            <button type="button" className="link" {...props}>
              {t('files.choose')}
            </button>
          )}
        </FileButton>
      </p>
      {files.length > 0 && (
        <ul>
          {files.map((file, at) => (
            <li key={`${file.name}${at}`}>
              <span>{file.name}</span>
              <span className="quiet figure">{t('files.size', { n: Math.max(1, Math.round(file.size / 1024)) })}</span>
              <button type="button" className="tool" aria-label={`${t('remove')} ${file.name}`} onClick={() => onChange(files.filter((_, index) => index !== at))}>
                <Icon name="close" size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
