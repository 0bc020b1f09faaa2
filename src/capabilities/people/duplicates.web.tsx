import { Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { findDuplicates, listDuplicates, listMerges, mergePeople, partCandidates, undoMerge, type CandidateView, type MergeView } from './duplicates.ts';
import { PersonId, type PersonRow } from './people.ts';
import css from './people.module.css';
import { DuplicatesSearch } from './addresses.ts';
import { useSexAndAge } from './person-line.web.tsx';

/** Records that may be one person, side by side; merged or told apart, and merges to take back. */
export function DuplicatesPage(): ReactElement {
  const { t } = useTranslation('people');
  const [{ a }] = useSearchState(DuplicatesSearch);
  const one = a === undefined ? undefined : PersonId.safeParse(a).data;
  const pairs = useAsk(listDuplicates, one === undefined ? {} : { personId: one });
  const merges = useAsk(listMerges, {});
  const refresh = useRefreshAll();
  const wordsFor = useProblemWords();
  const find = useAct(findDuplicates, async ({ found }) => {
    toastDone(t('duplicates.foundNow', { count: found }));
    await refresh();
  });
  return (
    <Page>
      <PageHeader
        title={t('duplicates.title')}
        note={t('duplicates.note')}
        actions={
          <>
            <Button component={Link} to="/people" variant="default">{t('register.back')}</Button>
            <Button loading={find.isPending} onClick={() => find.mutate({}, { onError: (error) => toastFailed(wordsFor(error)) })}>{t('duplicates.find')}</Button>
          </>
        }
      />
      <Loaded query={pairs}>
        {(data) =>
          data.pairs.length === 0 ? (
            <Section title={t('duplicates.open')}><EmptyState title={t('duplicates.none')}>{t('duplicates.noneWhy')}</EmptyState></Section>
          ) : (
            <Stack>{data.pairs.map((pair) => <Pair key={`${pair.a.personId} ${pair.b.personId}`} pair={pair} onDone={refresh} />)}</Stack>
          )
        }
      </Loaded>
      <Loaded query={merges}>{(all) => (all.length === 0 ? null : <Merges merges={all} onDone={refresh} />)}</Loaded>
    </Page>
  );
}

function useRefreshAll(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([listDuplicates.path, listMerges.path].map((path) => queries.invalidateQueries({ queryKey: [path] })));
  };
}

interface PairProps {
  readonly pair: CandidateView;
  readonly onDone: () => Promise<void>;
}

function Pair({ pair, onDone }: PairProps): ReactElement {
  const { t } = useTranslation('people');
  const wordsFor = useProblemWords();
  const [into, setInto] = useState<PersonRow | null>(null);
  const from = into?.personId === pair.a.personId ? pair.b : pair.a;
  const fail = { onError: (error: unknown) => toastFailed(wordsFor(error)) };
  const merge = useAct(mergePeople, async ({ moved, kept }) => {
    toastDone(t('duplicates.merged', { moved, kept }));
    await onDone();
  });
  const part = useAct(partCandidates, async () => {
    toastDone(t('duplicates.parted'));
    await onDone();
  });
  return (
    <Section
      title={pair.a.name === pair.b.name ? pair.a.name : `${pair.a.name} / ${pair.b.name}`}
      note={pair.evidence.map((one) => t(`evidence.${one}`)).join(' · ')}
      actions={<StatusBadge tone={pair.sure ? 'bad' : 'warning'}>{t(pair.sure ? 'duplicates.sure' : 'duplicates.likely', { score: Math.round(pair.score) })}</StatusBadge>}
    >
      <Compare a={pair.a} b={pair.b} />
      <Group mt="sm" gap="xs">
        <Button variant="default" onClick={() => setInto(pair.a)} loading={merge.isPending}>{t('duplicates.keep', { id: pair.a.personId })}</Button>
        <Button variant="default" onClick={() => setInto(pair.b)} loading={merge.isPending}>{t('duplicates.keep', { id: pair.b.personId })}</Button>
        <Button variant="subtle" onClick={() => part.mutate({ personId: pair.a.personId, otherPersonId: pair.b.personId }, fail)}>{t('duplicates.different')}</Button>
      </Group>
      <ConfirmDialog
        opened={into !== null}
        title={t('duplicates.sureToMerge')}
        confirm={t('duplicates.merge')}
        onClose={() => setInto(null)}
        onConfirm={() => {
          if (into) merge.mutate({ personId: into.personId, mergedPersonId: from.personId }, fail);
          setInto(null);
        }}
      >
        {t('duplicates.mergeHow', { from: from.personId, into: into?.personId ?? '' })}
      </ConfirmDialog>
    </Section>
  );
}

/** Line by line; what is alike has a ground and says so. */
function Compare({ a, b }: { a: PersonRow; b: PersonRow }): ReactElement {
  const { t } = useTranslation('people');
  const format = useFormat();
  const sexAndAge = useSexAndAge();
  const none = t('common:none');
  const rows: readonly (readonly [string, (person: PersonRow) => string])[] = [
    [t('page.file'), (person) => String(person.personId)],
    [t('register.name'), (person) => person.name],
    [t('register.sex'), sexAndAge],
    [t('register.birthDate'), (person) => person.birthDate],
    [t('kinds.id-card'), (person) => person.idCard ?? none],
    [t('kinds.phone'), (person) => person.phone ?? none],
    [t('register.address'), (person) => person.address ?? none],
    [t('register.organization'), (person) => format.text({ zh: person.organization.nameZh, en: person.organization.nameEn })],
  ];
  return (
    <table className={css['compare']}>
      <thead>
        <tr>
          <th scope="col">{t('duplicates.field')}</th>
          {[a, b].map((person) => (
            <th scope="col" key={person.personId}>
              <Link to="/people/$personId" params={{ personId: String(person.personId) }}>{person.name}</Link>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, valueOf]) => {
          const same = valueOf(a) === valueOf(b) && valueOf(a) !== none;
          return (
            <tr key={label} data-same={same}>
              <th scope="row">{label}{same ? <Text span size="xs" c="var(--k-good)"> {t('duplicates.same')}</Text> : null}</th>
              <td>{valueOf(a)}</td>
              <td>{valueOf(b)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Merges({ merges, onDone }: { merges: readonly MergeView[]; onDone: () => Promise<void> }): ReactElement {
  const { t } = useTranslation('people');
  const format = useFormat();
  const wordsFor = useProblemWords();
  const undo = useAct(undoMerge, async () => {
    toastDone(t('duplicates.undone'));
    await onDone();
  });
  return (
    <Section title={t('duplicates.merges')} note={t('duplicates.mergesNote')}>
      <ul className={css['list']}>
        {merges.map(({ mergeId, personId, mergedPersonId, mergedName, mergedAt, moved, kept }) => (
          <li key={mergeId} className={css['row']}>
            <Link className={css['name'] ?? ''} to="/people/$personId" params={{ personId: String(personId) }}>{mergedName}</Link>
            <Group gap="sm">
              <Text size="sm" c="dimmed">{t('duplicates.mergeLine', { from: mergedPersonId, into: personId, when: format.moment(mergedAt), moved, kept })}</Text>
              <Button size="compact-sm" variant="default" aria-label={t('duplicates.undoOf', { name: mergedName })} onClick={() => undo.mutate({ personId, mergeId }, { onError: (error) => toastFailed(wordsFor(error)) })}>{t('common:undo')}</Button>
            </Group>
          </li>
        ))}
      </ul>
    </Section>
  );
}
