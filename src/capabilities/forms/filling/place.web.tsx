import { IconMapPin } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Several, type EntryProps } from './entry.web.tsx';
import css from './filling.module.css';

/** Where one is, by the phone; or typed as latitude and longitude. */
export function PlaceField(entry: EntryProps): ReactElement {
  const { t } = useTranslation('filling');
  const { values, onChange } = entry;
  const [state, setState] = useState<'idle' | 'looking' | 'failed'>('idle');
  const [value] = values;
  const typed = typeof value === 'string' ? value.replace('geo:', '').split(';')[0] : '';
  const find = () => {
    setState('looking');
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => {
        setState('idle');
        onChange([`geo:${latitude.toFixed(6)},${longitude.toFixed(6)};u=${Math.round(accuracy)}`]);
      },
      () => setState('failed'),
      { timeout: 15_000, enableHighAccuracy: true },
    );
  };
  return (
    <Several entry={entry} role="group">
      <button type="button" className={css['plain']} disabled={state === 'looking'} onClick={find}>
        <IconMapPin size={24} aria-hidden />
        {t(state === 'looking' ? 'looking' : 'here')}
      </button>
      <input className={css['input']} aria-label={t('coordinates')} placeholder="30.2500,120.1500" inputMode="text" value={typed} onChange={(event) => onChange(event.currentTarget.value.trim() === '' ? [] : [`geo:${event.currentTarget.value.normalize('NFKC').replace(/\s/g, '')}`])} />
      {state === 'failed' ? <p className={css['error']} role="alert">{t('noPlace')}</p> : null}
    </Several>
  );
}
