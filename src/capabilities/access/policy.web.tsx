import { Button, Group, MultiSelect, NumberInput, Text } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useActing } from '../../platform/acting.web.ts';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import { listRoles } from './accounts.ts';
import { accessPolicy, setAccessPolicy } from './policy.ts';

type Policy = ReturnType<typeof accessPolicy.output.parse>;

/** The tenant's rules of signing in. */
export function PolicySection(): ReactElement {
  const { t } = useTranslation('access');
  const policy = useAsk(accessPolicy, {});
  return (
    <Section title={t('policy.title')} note={t('policy.note')}>
      <Loaded query={policy} rows={1}>{(found) => <PolicyForm key={JSON.stringify(found)} policy={found} />}</Loaded>
    </Section>
  );
}

function PolicyForm({ policy }: { policy: Policy }): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  const roles = useAsk(listRoles, {});
  const [idleMinutes, setIdle] = useState<number | null>(policy.idleMinutes);
  const [forced, setForced] = useState<string[]>(policy.secondFactorRoles);
  const save = useActing(setAccessPolicy, { said: t('policy.saved'), changes: [accessPolicy] });
  const changed = idleMinutes !== policy.idleMinutes || forced.toSorted().join() !== policy.secondFactorRoles.toSorted().join();
  const wrong = idleMinutes === null || idleMinutes < 5 || idleMinutes > 480;
  if (!policy.changeable) {
    const titles = (roles.data ?? []).filter(({ id }) => policy.secondFactorRoles.includes(id)).map(({ title }) => format.text(title));
    return <Text size="sm">{t('policy.fixed', { minutes: policy.idleMinutes, roles: titles.length > 0 ? titles.join('、') : t('common:none') })}</Text>;
  }
  return (
    <Group align="flex-start">
      <MultiSelect flex="1 1 20rem" label={t('policy.forced')} description={t('policy.forcedWhy')} searchable value={forced} onChange={setForced} data={(roles.data ?? []).filter(({ id }) => id !== 'resident').map(({ id, title }) => ({ value: id, label: format.text(title) }))} />
      <NumberInput w="14rem" label={t('policy.idle')} description={t('policy.idleWhy')} min={5} max={480} clampBehavior="none" allowDecimal={false} value={idleMinutes ?? ''} onChange={(next) => setIdle(typeof next === 'number' ? next : null)} error={wrong ? t('policy.idleRange') : null} />
      <Button mt="2.9rem" loading={save.busy} disabled={!changed || wrong} onClick={() => idleMinutes !== null && save.run({ idleMinutes, secondFactorRoles: forced })}>{t('common:save')}</Button>
    </Group>
  );
}
