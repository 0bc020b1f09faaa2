import { useEffect, useId, useRef, type InputHTMLAttributes, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Act } from './parts.web.tsx';
import css from './phone.module.css';

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error?: string | null;
  readonly hint?: string;
}

export function Field({ label, value, onChange, error = null, hint, ...rest }: FieldProps): ReactElement {
  const id = useId();
  const told = [hint === undefined ? null : `${id}-hint`, error === null ? null : `${id}-error`].filter((one) => one !== null).join(' ');
  return (
    <div className={css['field']}>
      <label className={css['label']} htmlFor={id}>
        {label}
      </label>
      {hint === undefined ? null : (
        <span id={`${id}-hint`} className={css['small']}>
          {hint}
        </span>
      )}
      <input {...rest} id={id} className={css['input']} value={value} aria-invalid={error !== null} {...(told === '' ? {} : { 'aria-describedby': told })} onChange={(event) => onChange(event.currentTarget.value)} />
      {error === null ? null : (
        <span id={`${id}-error`} className={css['error']} role="alert">
          {error}
        </span>
      )}
    </div>
  );
}

/** A few choices beside each other, of which one holds. */
export function Segments<T extends string>({ label, value, options, onChange }: { label: string; value: T; options: readonly { value: T; label: string }[]; onChange: (value: T) => void }): ReactElement {
  const name = useId();
  return (
    <div className={css['segments']} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} data-on={option.value === value}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.label}
        </label>
      ))}
    </div>
  );
}

/** A sheet from below; Escape and the way back close it. */
export function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }): ReactElement {
  const { t } = useTranslation('common');
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    // Safari 14 knows no dialogs: there it stands in the page.
    if (typeof shown?.showModal === 'function') shown.showModal();
    else shown?.setAttribute('open', '');
  }, []);
  return (
    <dialog ref={dialog} className={css['sheet']} aria-labelledby={id} onCancel={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
      <div className={css['sheetBody']}>
        <h2 id={id}>{title}</h2>
        {children}
        <Act onClick={onClose}>{t('close')}</Act>
      </div>
    </dialog>
  );
}
