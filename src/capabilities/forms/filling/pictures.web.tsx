import { IconCamera, IconPaperclip, IconTrash } from '@tabler/icons-react';
import { useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isAttachment, type Value } from '../answers.ts';
import { Several, type EntryProps } from './entry.web.tsx';
import css from './filling.module.css';

/** A picture is made small before it is sent; another file must be small. */
const longestSide = 1280;
const largestFile = 700_000;

/** A picture from the camera, a picture from the phone, or a document. */
export function Pictures(entry: EntryProps): ReactElement {
  const { t } = useTranslation('filling');
  const { item, values, onChange } = entry;
  const [problem, setProblem] = useState<'unreadable' | 'tooLarge' | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const camera = item.type === 'camera';
  const kept = values.filter((value) => typeof value === 'object' && isAttachment(value));
  const full = item.repeats ? item.maxOccurs !== null && kept.length >= item.maxOccurs : false;
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      const value = file.type.startsWith('image/') ? await smallPicture(file) : await wholeFile(file);
      setProblem(value === null ? 'tooLarge' : null);
      if (value) onChange(item.repeats ? [...values, value] : [value]);
    } catch {
      setProblem('unreadable');
    }
  };
  return (
    <Several entry={entry} role="group">
      {kept.map((value, i) => (
        <figure key={i} className={css['kept']}>
          {value.data !== null && value.contentType.startsWith('image/') ? <img src={`data:${value.contentType};base64,${value.data}`} alt={value.title ?? t('picture')} /> : <figcaption>{value.title}</figcaption>}
          <button type="button" className={css['quietButton']} aria-label={t('removeFile', { name: value.title ?? t('picture') })} onClick={() => onChange(values.filter((one) => one !== value))}>
            <IconTrash size={22} aria-hidden />
            {t('remove')}
          </button>
        </figure>
      ))}
      {full ? null : (
        <button type="button" className={css['plain']} onClick={() => input.current?.click()}>
          {camera ? <IconCamera size={24} aria-hidden /> : <IconPaperclip size={24} aria-hidden />}
          {t(camera ? (kept.length > 0 && !item.repeats ? 'takeAgain' : 'takePicture') : 'chooseFile')}
        </button>
      )}
      <input
        ref={input}
        type="file"
        hidden
        aria-hidden
        tabIndex={-1}
        accept={camera ? 'image/*' : 'image/*,application/pdf'}
        {...(camera ? { capture: 'environment' as const } : {})}
        onChange={(event) => {
          void take(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      {problem ? <p className={css['error']} role="alert">{t(problem)}</p> : null}
    </Several>
  );
}

async function smallPicture(file: File): Promise<Value> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return { contentType: 'image/jpeg', title: file.name.slice(0, 100), url: null, data: canvas.toDataURL('image/jpeg', 0.8).split(',')[1] ?? null };
}

async function wholeFile(file: File): Promise<Value | null> {
  if (file.size > largestFile) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('');
  return { contentType: file.type === '' ? 'application/octet-stream' : file.type, title: file.name.slice(0, 100), url: null, data: btoa(binary) };
}
