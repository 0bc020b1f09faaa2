import { Badge, Button, Group, Text, TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import css from './access.module.css';
import { useActing } from '../../platform/acting.web.ts';
import { consentsOf, signConsent, withdrawConsent, type ConsentView } from './consent.ts';

/** What a person agreed to, each by itself: sign, withdraw, and what was before. */
export function ConsentsPanel({ person: { personId } }: { person: { personId: number } }): ReactElement {
  const consents = useAsk(consentsOf, { personId });
  return <Loaded query={consents}>{(all) => all.map((consent) => <ConsentCard key={consent.text.id} personId={personId} consent={consent} />)}</Loaded>;
}

function ConsentCard({ personId, consent: { text, state, signer, history } }: { personId: number; consent: ConsentView }): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  const [signerName, setSignerName] = useState('');
  const sign = useActing(signConsent, { said: t('consent.signed'), changes: [consentsOf], then: () => setSignerName('') });
  const withdraw = useActing(withdrawConsent, { said: t('consent.withdrawn'), changes: [consentsOf] });
  return (
    <Section title={format.text(text.title)} note={t('consent.version', { version: text.version })} actions={<Badge variant={state === 'given' ? 'light' : 'outline'}>{t(`consent.state.${state}`)}</Badge>}>
      <Text className={css['wording'] ?? ''} size="sm">{format.text(text.text)}</Text>
      {state === 'given' ? (
        <Button mt="sm" variant="default" loading={withdraw.busy} onClick={() => withdraw.run({ personId, textId: text.id })}>{t('consent.withdraw')}</Button>
      ) : (
        <Group mt="sm" align="flex-end">
          <TextInput label={t(`consent.signer.${signer}`)} value={signerName} onChange={(event) => setSignerName(event.currentTarget.value)} />
          <Button loading={sign.busy} disabled={signerName.trim() === ''} onClick={() => sign.run({ personId, textId: text.id, version: text.version, signedBy: signer, signerName })}>{t('consent.sign')}</Button>
        </Group>
      )}
      {history.map(({ consentId, version, signerName: name, signedAt, withdrawnAt }) => (
        <Text key={consentId} size="sm" c="dimmed" mt="xs">
          {t('consent.was', { name, version, when: format.moment(signedAt) })}
          {withdrawnAt ? ` · ${t('consent.wasWithdrawn', { when: format.moment(withdrawnAt) })}` : ''}
        </Text>
      ))}
    </Section>
  );
}
