import { Badge, Button, Group, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { IconDownload, IconInfoCircle } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { saveBytes } from '../../platform/downloading.web.ts';
import css from './access.module.css';
import { useActing } from '../../platform/acting.web.ts';
import { whoLookedAtMine } from './audit.ts';
import { myConsents, signMyConsent, withdrawMyConsent, type ConsentView } from './consent.ts';
import { myErasure, requestErasure, takeBackErasure } from './erasure.ts';
import { Looks } from './trail.web.tsx';
import { Sessions } from './sessions.web.tsx';

/** Whose data a panel is about: oneself, or a ward. */
interface Mine {
  readonly personId: number;
}

const page = 20;

/** Who looked at my record, and who changed it. */
export function LooksPanel({ personId }: Mine): ReactElement {
  const { t } = useTranslation('access');
  const [others, setOthers] = useState(true);
  const [limit, setLimit] = useState(page);
  const looks = useAsk(whoLookedAtMine, { personId, others: String(others), limit });
  return (
    <Stack gap="sm">
      <Switch label={t('mine.others')} checked={others} onChange={(event) => setOthers(event.currentTarget.checked)} />
      <Loaded query={looks}>
        {(all) => (
          <>
            <Looks looks={all} />
            {all.length === limit && limit < 200 ? <Button variant="default" onClick={() => setLimit(Math.min(limit * 2, 200))}>{t('common:more')}</Button> : null}
          </>
        )}
      </Loaded>
    </Stack>
  );
}

/** What I agreed to: give, withdraw, and every version as it was signed. */
export function ConsentsPanel({ personId }: Mine): ReactElement {
  const consents = useAsk(myConsents, { personId });
  return <Loaded query={consents}>{(all) => <Stack gap="lg">{all.map((consent) => <Consent key={consent.text.id} personId={personId} consent={consent} />)}</Stack>}</Loaded>;
}

function Consent({ personId, consent: { text, state, signer, history } }: Mine & { consent: ConsentView }): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  const [signerName, setSignerName] = useState('');
  const [asking, setAsking] = useState(false);
  const sign = useActing(signMyConsent, { said: t('consent.signed'), changes: [myConsents], then: () => setSignerName('') });
  const withdraw = useActing(withdrawMyConsent, { said: t('consent.withdrawn'), changes: [myConsents] });
  return (
    <article className={css['consent']}>
      <Group justify="space-between" gap="xs">
        <Text fw={600} component="h3" m={0}>{format.text(text.title)}</Text>
        <Badge variant={state === 'given' ? 'light' : 'outline'}>{t(`consent.state.${state}`)}</Badge>
      </Group>
      <details className={css['fold']} open={state !== 'given'}>
        <summary>{t('mine.wording', { version: text.version })}</summary>
        <Text className={css['wording'] ?? ''} size="sm">{format.text(text.text)}</Text>
      </details>
      {state === 'given' ? (
        <Button variant="default" loading={withdraw.busy} onClick={() => setAsking(true)}>{t('consent.withdraw')}</Button>
      ) : (
        <Group align="flex-end">
          <TextInput label={t(`consent.signer.${signer}`)} value={signerName} onChange={(event) => setSignerName(event.currentTarget.value)} />
          <Button loading={sign.busy} disabled={signerName.trim() === ''} onClick={() => sign.run({ personId, textId: text.id, version: text.version, signedBy: signer, signerName })}>{t('mine.agree')}</Button>
        </Group>
      )}
      {history.map(({ consentId, version, signerName: name, signedAt, withdrawnAt, wording }) => (
        <details key={consentId} className={css['fold']}>
          <summary>
            {t('consent.was', { name, version, when: format.moment(signedAt) })}
            {withdrawnAt ? ` · ${t('consent.wasWithdrawn', { when: format.moment(withdrawnAt) })}` : ''}
          </summary>
          <Text className={css['wording'] ?? ''} size="sm">{wording}</Text>
        </details>
      ))}
      <ConfirmDialog opened={asking} title={t('mine.withdrawTitle', { title: format.text(text.title) })} confirm={t('consent.withdraw')} danger onClose={() => setAsking(false)} onConfirm={() => {
        setAsking(false);
        withdraw.run({ personId, textId: text.id });
      }}>
        {t(text.id === 'health-record' ? 'mine.withdrawRecord' : 'mine.withdrawOther')}
      </ConfirmDialog>
    </article>
  );
}

/** The contracts of whoever keeps the record, given by the composition. */
export interface Exports {
  readonly record: Parameters<typeof call>[0];
  readonly bundle: Parameters<typeof call>[0];
}

/** All of my data as a file: as it is kept, or as a FHIR bundle for another system. */
export function ExportPanel({ personId, exports }: Mine & { exports: Exports }): ReactElement {
  const { t } = useTranslation('access');
  const wordsFor = useProblemWords();
  const [busy, setBusy] = useState<keyof Exports | null>(null);
  const save = async (kind: keyof Exports) => {
    setBusy(kind);
    try {
      const data: unknown = await call(exports[kind], { personId });
      saveBytes(JSON.stringify(data, null, 2), { filename: kind === 'bundle' ? `kangcheng-${personId}-fhir.json` : `kangcheng-${personId}.json`, mediaType: kind === 'bundle' ? 'application/fhir+json' : 'application/json' });
      toastDone(t('mine.exported'));
    } catch (error) {
      toastFailed(wordsFor(error));
    } finally {
      setBusy(null);
    }
  };
  return (
    <Stack gap="sm">
      <Text size="sm">{t('mine.exportWhy')}</Text>
      <Group>
        {(['record', 'bundle'] as const).map((kind) => (
          <Button key={kind} variant="default" leftSection={<IconDownload size={18} aria-hidden />} loading={busy === kind} onClick={() => void save(kind)}>{t(`mine.export.${kind}`)}</Button>
        ))}
      </Group>
    </Stack>
  );
}

/** To be erased: what goes at once, what the law keeps until when, and what became of the wish. */
export function ErasurePanel({ personId }: Mine): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  const [reason, setReason] = useState('');
  const [asking, setAsking] = useState(false);
  const erasure = useAsk(myErasure, { personId });
  const request = useActing(requestErasure, { said: t('mine.erasureAsked'), changes: [myErasure], then: () => setReason('') });
  const takeBack = useActing(takeBackErasure, { said: t('mine.erasureTakenBack'), changes: [myErasure] });
  return (
    <Loaded query={erasure}>
      {({ deleted, kept, requests }) => (
        <Stack gap="sm">
          <Text fw={600} component="h3" m={0}>{t('mine.deleted')}</Text>
          <ul className={css['points']}>{deleted.map((one) => <li key={one.en}>{format.text(one)}</li>)}</ul>
          <Text fw={600} component="h3" m={0}>{t('mine.kept')}</Text>
          <ul className={css['points']}>
            {kept.map(({ title, law, until }) => (
              <li key={title.en}>
                {format.text(title)}
                {until ? <strong> · {t('mine.keptUntil', { day: format.day(until) })}</strong> : null}
                <Text size="sm" c="dimmed">{format.text(law)}</Text>
              </li>
            ))}
          </ul>
          {requests.map(({ erasureId, state, requestedAt, answerBy, answer }) => (
            <Notice key={erasureId} tone={state === 'open' ? 'warning' : 'info'} icon={IconInfoCircle} title={t(`mine.erasureState.${state}`)}>
              <p>{t('mine.erasureLine', { when: format.moment(requestedAt), by: format.day(answerBy) })}</p>
              {answer ? <p>{t('mine.erasureAnswer', { answer })}</p> : null}
              {state === 'open' ? <Button size="compact-sm" variant="default" loading={takeBack.busy} onClick={() => takeBack.run({ personId })}>{t('mine.erasureTakeBack')}</Button> : null}
            </Notice>
          ))}
          {requests.some(({ state }) => state === 'open') ? null : (
            <>
              <Textarea label={t('mine.erasureReason')} autosize minRows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
              <Group><Button color="red.8" variant="outline" loading={request.busy} onClick={() => setAsking(true)}>{t('mine.erasureAsk')}</Button></Group>
            </>
          )}
          <ConfirmDialog opened={asking} title={t('mine.erasureAsk')} confirm={t('mine.erasureAsk')} danger onClose={() => setAsking(false)} onConfirm={() => {
            setAsking(false);
            request.run({ personId, reason });
          }}>
            {t('mine.erasureSure')}
          </ConfirmDialog>
        </Stack>
      )}
    </Loaded>
  );
}

/** Where I am signed in. */
export function SessionsPanel(): ReactElement {
  return <Sessions />;
}
