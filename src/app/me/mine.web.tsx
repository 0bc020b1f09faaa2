import { IconCalendarTime, IconClipboardText, IconClock, IconDeviceMobile, IconDownload, IconEye, IconFileCheck, IconHistory, IconMessages, IconLogout, IconTrash } from '@tabler/icons-react';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { locales, type Locale } from '../../kernel/text.ts';
import { ageOn } from '../../capabilities/people/people.ts';
import { useWaiting } from '../../platform/outbox.web.ts';
import { todayInChina } from '../../platform/today.web.ts';
import { Segments, Sheet } from '../../platform/ui/phone/fields.web.tsx';
import { Act, Card, Line, Lines, Screen } from '../../platform/ui/phone/parts.web.tsx';
import { setTypeSize, typeSizes, useTypeSize } from '../../platform/ui/phone/type-size.web.ts';
import { speak } from './language.web.ts';
import css from './me.module.css';
import { usePerson, type OwnPerson } from './person.web.tsx';
import { useLeaving } from './session.web.ts';

const rights = [
  { panel: 'looks', icon: IconEye },
  { panel: 'corrections', icon: IconHistory },
  { panel: 'consents', icon: IconFileCheck },
  { panel: 'export', icon: IconDownload },
  { panel: 'erasure', icon: IconTrash },
  { panel: 'sessions', icon: IconDeviceMobile },
] as const;

/** Whose record this is, how the app looks, and what one may do with one's own data. */
export function MinePage(): ReactElement {
  const { t } = useTranslation('me');
  return (
    <Screen title={t('mine.title')}>
      <Family />
      <Looks />
      <Card>
        <Lines>
          <Line icon={IconMessages} warm title={t('mine.messages')} note={t('mine.why.messages')} to="/me/mine/messages" />
          <Line icon={IconCalendarTime} warm title={t('mine.appointments')} note={t('mine.appointmentsWhy')} to="/me/appointments" />
          <Line icon={IconClipboardText} warm title={t('mine.forms')} note={t('mine.formsWhy')} to="/me/forms" />
        </Lines>
      </Card>
      <Card title={t('mine.data')}>
        <Lines>
          {rights.map(({ panel, icon }) => (
            <Line key={panel} icon={icon} title={t(`mine.${panel}`)} note={t(`mine.why.${panel}`)} to={`/me/mine/${panel}`} />
          ))}
          <Line icon={IconClock} title={t('mine.waiting')} note={t('mine.waitingWhy')} to="/me/waiting" />
        </Lines>
      </Card>
      <Install />
      <Leave />
    </Screen>
  );
}

function Family(): ReactElement {
  const { t } = useTranslation('me');
  const { person, people, choose } = usePerson();
  const note = ({ own, birthDate }: OwnPerson) => t(own ? 'mine.self' : 'mine.ward', { age: ageOn(birthDate, todayInChina()) });
  return (
    <Card title={t('mine.whose')}>
      <ul className={css['family']}>
        {people.map((one) => (
          <li key={one.personId}>
            <button type="button" aria-pressed={one.personId === person.personId} onClick={() => choose(one.personId)}>
              <span className={css['face']} aria-hidden>
                {[...one.name].at(-1)}
              </span>
              <span>
                <strong>{one.name}</strong>
                <small>{note(one)}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {people.some(({ own }) => !own) ? <p className={css['quiet']}>{t('mine.wardsWhy')}</p> : null}
    </Card>
  );
}

function Looks(): ReactElement {
  const { t, i18n } = useTranslation('me');
  const size = useTypeSize();
  const language: Locale = locales.find((locale) => locale === i18n.language) ?? locales[0];
  return (
    <Card title={t('mine.look')}>
      <p id="type-size">{t('mine.type')}</p>
      <Segments label={t('mine.type')} value={size} onChange={setTypeSize} options={typeSizes.map((value) => ({ value, label: t(`mine.size.${value}`) }))} />
      <p>{t('common:shell.language')}</p>
      <Segments label={t('common:shell.language')} value={language} onChange={(next) => void speak(next)} options={locales.map((value) => ({ value, label: t(`common:shell.languages.${value}`) }))} />
    </Card>
  );
}

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** The browser offers to put the app onto the home screen; where it does not, nothing is shown. */
function Install(): ReactElement | null {
  const { t } = useTranslation('me');
  const [offer, setOffer] = useState<InstallPrompt | null>(null);
  useEffect(() => {
    const keep = (event: Event) => {
      event.preventDefault();
      if ('prompt' in event) setOffer(event as InstallPrompt);
    };
    window.addEventListener('beforeinstallprompt', keep);
    return () => window.removeEventListener('beforeinstallprompt', keep);
  }, []);
  if (!offer) return null;
  return (
    <Act look="soft" wide icon={IconDeviceMobile} onClick={() => void offer.prompt().then(() => setOffer(null))}>
      {t('mine.install')}
    </Act>
  );
}

/** Signing out takes what was kept from the phone; what still waits is told of before. */
function Leave(): ReactElement {
  const { t } = useTranslation('me');
  const leave = useLeaving();
  const waiting = useWaiting();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Act wide icon={IconLogout} onClick={() => (waiting.length > 0 ? setAsking(true) : leave())}>
        {t('common:shell.signOut')}
      </Act>
      {asking ? (
        <Sheet title={t('mine.leaveTitle')} onClose={() => setAsking(false)}>
          <p>{t('mine.leaveWaiting', { count: waiting.length })}</p>
          <Act look="danger" onClick={leave}>
            {t('common:shell.signOut')}
          </Act>
        </Sheet>
      ) : null}
    </>
  );
}
