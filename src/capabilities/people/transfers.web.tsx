import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { decideTransfer, listTransfers, type TransferView } from './moves.ts';
import css from './people.module.css';
import { PersonFacts } from './person-line.web.tsx';

/** Who is offered to one's organisations, and whom they have offered. */
export function TransfersPage(): ReactElement {
  const { t } = useTranslation('people');
  const transfers = useAsk(listTransfers, {});
  return (
    <Page>
      <PageHeader title={t('transfers.title')} note={t('transfers.note')} actions={<Button component={Link} to="/people" variant="default">{t('register.back')}</Button>} />
      <Card>
        <Loaded query={transfers}>
          {(all) => (all.length === 0 ? <EmptyState title={t('transfers.none')} /> : <ul className={css['list']}>{all.map((transfer) => <TransferRow key={transfer.transferId} transfer={transfer} />)}</ul>)}
        </Loaded>
      </Card>
    </Page>
  );
}

function TransferRow({ transfer: { person, from, to, reason, requestedAt, mine } }: { transfer: TransferView }): ReactElement {
  const { t } = useTranslation('people');
  const format = useFormat();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const decide = useAct(decideTransfer, async ({ state }) => {
    toastDone(t(`transfers.done.${state}`, { name: person.name }));
    await queries.invalidateQueries({ queryKey: [listTransfers.path] });
  });
  const act = (decision: 'accepted' | 'refused' | 'withdrawn') => decide.mutate({ personId: person.personId, decision }, { onError: (error) => toastFailed(wordsFor(error)) });
  const nameOf = (one: { nameZh: string; nameEn: string }) => format.text({ zh: one.nameZh, en: one.nameEn });
  return (
    <li className={css['row']}>
      <Link className={css['name'] ?? ''} to="/people/$personId" params={{ personId: String(person.personId) }}>{person.name}</Link>
      <div>
        <Text size="sm">{t('transfers.fromTo', { from: nameOf(from), to: nameOf(to), when: format.moment(requestedAt) })}</Text>
        <Text size="sm">{t('transfers.because', { reason })}</Text>
        <PersonFacts person={person} />
        <Group mt="xs" gap="xs">
          {mine ? (
            <>
              <Button size="compact-sm" onClick={() => act('accepted')} aria-label={t('transfers.acceptOf', { name: person.name })}>{t('transfers.accept')}</Button>
              <Button size="compact-sm" variant="default" onClick={() => act('refused')} aria-label={t('transfers.refuseOf', { name: person.name })}>{t('transfers.refuse')}</Button>
            </>
          ) : (
            <Button size="compact-sm" variant="default" onClick={() => act('withdrawn')} aria-label={t('transfers.withdrawOf', { name: person.name })}>{t('transfers.withdraw')}</Button>
          )}
        </Group>
      </div>
    </li>
  );
}
