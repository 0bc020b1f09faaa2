import { Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import { alarmFatigue, listAlarmRules } from './alarms.ts';
import { LevelBadge } from './level.web.tsx';
import css from './monitoring.module.css';

const days = 28;

/** What alarms, by whose word; and how much of it is noise. */
export function AlarmRulesPage(): ReactElement {
  const { t } = useTranslation('monitoring');
  const format = useFormat();
  const query = useAsk(listAlarmRules, {});
  return (
    <Page>
      <PageHeader title={t('rules.title')} note={query.data ? t('rules.note', { version: query.data.version }) : null} />
      <Fatigue />
      <Section title={t('rules.title')}>
        <Loaded query={query}>
          {({ rules }) => (
            <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('rules.title')}>
              <Table miw={760}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th w={90}>{t('list.level')}</Table.Th>
                    <Table.Th>{t('rules.rule')}</Table.Th>
                    <Table.Th>{t('rules.says')}</Table.Th>
                    <Table.Th>{t('rules.source')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rules.map((rule) => (
                    <Table.Tr key={rule.id}>
                      <Table.Td>
                        <LevelBadge level={rule.level} state="open" />
                      </Table.Td>
                      <Table.Td>
                        <Text fw={600}>{format.text(rule.title)}</Text>
                        <Text size="xs" className={css['dim']}>
                          {[rule.id, ...(rule.proposal ? [t('rules.proposal')] : []), ...(rule.personal ? [t('rules.personal')] : [])].join(' · ')}
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        {format.text(rule.says)}
                        <Text size="xs" className={css['dim']}>
                          {format.text(rule.action)}
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <Text size="sm">{rule.clauses.map(format.text).join(' · ')}</Text>
                        {rule.note ? <Text size="xs" className={css['dim']}>{format.text(rule.note)}</Text> : null}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          )}
        </Loaded>
      </Section>
    </Page>
  );
}

function Fatigue(): ReactElement {
  const { t } = useTranslation('monitoring');
  const format = useFormat();
  const query = useAsk(alarmFatigue, { days });
  return (
    <Section title={t('rules.fatigue')} note={t('rules.days', { days })}>
      <Loaded query={query} rows={1}>
        {({ alarms, perClinicianDay, withoutAction, minutesToAcknowledge, rules }) => {
          const figures = [
            [t('rules.alarms'), format.number(alarms)],
            [t('rules.perDay'), perClinicianDay === null ? t('rules.none') : format.number(perClinicianDay)],
            [t('rules.without'), withoutAction === null ? t('rules.none') : format.share(withoutAction)],
            [t('rules.minutes'), minutesToAcknowledge === null ? t('rules.none') : t('rules.minutesUnit', { n: format.number(minutesToAcknowledge, 0) })],
          ];
          return (
            <>
              <dl className={css['figures']}>
                {figures.map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
              {rules.length === 0 ? null : (
                <Table>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('rules.rule')}</Table.Th>
                      <Table.Th>{t('rules.alarms')}</Table.Th>
                      <Table.Th>{t('rules.without')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {rules.map((rule) => (
                      <Table.Tr key={rule.id}>
                        <Table.Td>{format.text(rule.title)}</Table.Td>
                        <Table.Td>{format.number(rule.alarms)}</Table.Td>
                        <Table.Td>{rule.withoutAction === null ? t('rules.none') : format.share(rule.withoutAction)}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              )}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}
