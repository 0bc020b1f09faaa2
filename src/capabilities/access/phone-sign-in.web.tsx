import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { CallProblem, useAct } from '../../platform/call.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { signInByPhone } from './residents.ts';
import { Phone, phoneCodeLimits, sendPhoneCode } from './signing.ts';

const code = /^\d{6}$/;
const idTail = /^\d{5}[\dXx]$/;
const narrow = (typed: string) => typed.normalize('NFKC').replaceAll(/\s|-/g, '');

/** A code to the phone on file; the first time, the end of the ID card too. */
export function PhoneForm({ onDone, onProblem, phones }: { onDone: () => void; onProblem: (error: unknown) => void; phones: readonly { phone: string; role: string }[] }): ReactElement {
  const { t, i18n } = useTranslation('access');
  const [typed, setTyped] = useState({ phone: '', code: '', idTail: '' });
  const [seconds, setSeconds] = useState(0);
  const [asksTail, setAsksTail] = useState(false);
  const [tried, setTried] = useState(false);
  const send = useAct(sendPhoneCode, () => setSeconds(phoneCodeLimits.secondsBetween));
  const enter = useAct(signInByPhone, onDone);
  useEffect(() => {
    if (seconds === 0) return;
    const timer = setTimeout(() => setSeconds(seconds - 1), 1000);
    return () => clearTimeout(timer);
  }, [seconds]);
  const wrong = { phone: !Phone.safeParse(typed.phone).success, code: !code.test(typed.code), idTail: asksTail && !idTail.test(typed.idTail) };
  const failed = (error: unknown) => {
    if (error instanceof CallProblem && error.type === 'access.activationNeeded') setAsksTail(true);
    else onProblem(error);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong.phone || wrong.code || wrong.idTail) return;
    onProblem(null);
    enter.mutate({ phone: typed.phone, code: typed.code, ...(asksTail ? { idTail: typed.idTail } : {}) }, { onError: failed });
  };
  const ask = () => {
    setTried(false);
    onProblem(null);
    send.mutate({ phone: typed.phone }, { onError: onProblem });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput label={t('phone.phone')} name="phone" inputMode="tel" autoComplete="tel-national" value={typed.phone} onChange={(event) => setTyped({ ...typed, phone: narrow(event.currentTarget.value) })} error={(tried || typed.phone.length >= 11) && wrong.phone ? t('phone.wrongPhone') : null} />
        <Group align="flex-end" wrap="nowrap">
          <TextInput flex={1} label={t('phone.code')} name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={6} value={typed.code} onChange={(event) => setTyped({ ...typed, code: narrow(event.currentTarget.value) })} error={tried && wrong.code ? t('phone.wrongCode') : null} />
          <Button variant="default" loading={send.isPending} disabled={wrong.phone || seconds > 0} onClick={ask}>{seconds > 0 ? t('phone.again', { seconds }) : t('phone.send')}</Button>
        </Group>
        {send.data ? <Notice tone="info" icon={IconInfoCircle} role="status">{send.data.demoCode ? t('phone.demoCode', { code: send.data.demoCode }) : t('phone.sent', { minutes: phoneCodeLimits.minutes })}</Notice> : null}
        {asksTail ? (
          <>
            <Notice tone="info" icon={IconInfoCircle} role="status" title={t('phone.firstTime')}>{t('phone.firstTimeWhy')}</Notice>
            <TextInput label={t('phone.idTail')} name="id-tail" autoFocus maxLength={6} value={typed.idTail} onChange={(event) => setTyped({ ...typed, idTail: narrow(event.currentTarget.value).toUpperCase() })} error={tried && wrong.idTail ? t('phone.wrongTail') : null} />
          </>
        ) : null}
        <Button type="submit" size="md" loading={enter.isPending}>{t(asksTail ? 'phone.activate' : 'signIn.submit')}</Button>
        <Text size="sm" c="dimmed">{t('phone.who')}</Text>
        {phones.length > 0 ? <Text size="sm" c="dimmed">{t('phone.demoPhones', { list: new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(phones.map(({ phone, role }) => `${phone} (${role})`)) })}</Text> : null}
      </Stack>
    </form>
  );
}
