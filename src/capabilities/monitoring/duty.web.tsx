import { Select, Table, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays } from '../../kernel/day.ts';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { listDuty, setDuty } from './alarms.ts';

const shownDays = 14;

/** Who is on duty at one's own organisation in the next two weeks. */
export function DutyPage(): ReactElement {
  const { t } = useTranslation('monitoring');
  const format = useFormat();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const today = todayInChina();
  const days = Array.from({ length: shownDays }, (_, i) => addDays(today, i));
  const query = useAsk(listDuty, { from: today, to: days.at(-1) ?? today });
  const act = useAct(setDuty, async () => {
    toastDone(t('duty.saved'));
    await queries.invalidateQueries({ queryKey: [listDuty.path] });
  });
  return (
    <Page>
      <PageHeader title={t('duty.title')} note={t('duty.note')} />
      <Section title={t('duty.title')}>
        <Loaded query={query}>
          {({ shifts, staff, here }) => (
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('duty.day')}</Table.Th>
                  <Table.Th>{t('duty.who')}</Table.Th>
                  <Table.Th>{t('duty.elsewhere')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {days.map((day) => {
                  const own = shifts.find((shift) => shift.day === day && shift.organizationId === here.organizationId);
                  const others = shifts.filter((shift) => shift.day === day && shift.organizationId !== here.organizationId);
                  const people = new Map([...staff, ...(own ? [own] : [])].map(({ accountId, name }) => [accountId, name]));
                  return (
                    <Table.Tr key={day}>
                      <Table.Th scope="row" fw={400}>
                        {format.shortDay(day)}
                      </Table.Th>
                      <Table.Td>
                        <Select
                          aria-label={`${t('duty.who')} ${format.shortDay(day)}`}
                          placeholder={t('duty.nobody')}
                          clearable
                          maw={260}
                          value={own?.accountId ?? null}
                          data={[...people].map(([value, label]) => ({ value, label }))}
                          onChange={(accountId) => act.mutate({ day, accountId }, { onError: (error) => toastFailed(wordsFor(error)) })}
                        />
                      </Table.Td>
                      <Table.Td>
                        <Text size="sm">{others.map((shift) => `${shift.organization.zh} ${shift.name}`).join(' · ')}</Text>
                      </Table.Td>
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
          )}
        </Loaded>
      </Section>
    </Page>
  );
}
