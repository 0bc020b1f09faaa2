import { Button, Group, Tabs, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState, type Panel } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { Loaded, LoadingState, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import { FamilySection } from './family.web.tsx';
import type { IdentifierKind } from './identifiers.ts';
import { openPerson, PersonId, revealIdentifiers, type PersonView } from './people.ts';
import css from './people.module.css';
import { PersonSearch } from './addresses.ts';
import { PersonActions } from './person-actions.web.tsx';
import { LeftBadge, useSexAndAge } from './person-line.web.tsx';

/** One person: who it is, where they belong, and the panels of the other capabilities. */
/** A part of the person's page that another capability offers. */
type PersonPanel = Panel<{ person: PersonView }>;

export function PersonPage({ panels }: { panels: readonly PersonPanel[] }): ReactElement {
  const { personId } = useParams({ strict: false });
  const id = PersonId.safeParse(Number(personId)).data ?? PersonId.parse(1);
  const person = useAsk(openPerson, { personId: id });
  return <Page>{<Loaded query={person}>{(view) => <OpenedPerson key={view.personId} person={view} panels={panels} />}</Loaded>}</Page>;
}

function OpenedPerson({ person, panels }: { person: PersonView; panels: readonly PersonPanel[] }): ReactElement {
  const { t } = useTranslation('people');
  const format = useFormat();
  const sexAndAge = useSexAndAge();
  const home = format.text({ zh: person.organization.nameZh, en: person.organization.nameEn });
  return (
    <>
      <PageHeader
        title={person.name}
        note={
          <Group gap="sm">
            <span>{person.pinyin}</span>
            <span>{sexAndAge(person)}</span>
            <span>{format.day(person.birthDate)}</span>
            <span>{home}</span>
            <LeftBadge left={person.left} />
          </Group>
        }
        actions={<PersonActions person={person} />}
      />
      <div className={css['columns']}>
        <Section title={t('page.identity')}>
          <dl className={css['details']}>
            {person.identifiers.map(({ kind, masked }) => (
              <Identifier key={`${kind} ${masked}`} personId={person.personId} kind={kind} masked={masked} />
            ))}
            <dt>{t('register.address')}</dt>
            <dd>{person.address ?? t('common:none')}</dd>
            <dt>{t('page.file')}</dt>
            <dd>{person.personId}</dd>
            <dt>{t('page.registered')}</dt>
            <dd>{format.day(person.registeredAt)}</dd>
            {person.deceasedOn ? <><dt>{t('page.deceasedOn')}</dt><dd>{format.day(person.deceasedOn)}</dd></> : null}
            {person.movedOn ? <><dt>{t('page.movedOn')}</dt><dd>{format.day(person.movedOn)}</dd></> : null}
          </dl>
        </Section>
        <Section title={t('page.memberships')}>
          <ul className={css['list']}>
            {person.memberships.map(({ organization, role, since, until, home: keeps }) => (
              <li key={`${organization.organizationId} ${role} ${since}`} className={css['row']}>
                <span>{format.text({ zh: organization.nameZh, en: organization.nameEn })}</span>
                <Text size="sm" c="dimmed">
                  {[t(`roles.${role}`), until === null ? t('page.since', { since: format.day(since) }) : t('page.until', { since: format.day(since), until: format.day(until) }), ...(keeps ? [t('page.home')] : [])].join(' · ')}
                </Text>
              </li>
            ))}
          </ul>
        </Section>
      </div>
      <FamilySection person={person} />
      <Panels person={person} panels={panels} />
    </>
  );
}

/** A masked number; one click shows it, and the trail keeps who clicked. */
function Identifier({ personId, kind, masked }: { personId: PersonId; kind: IdentifierKind; masked: string }): ReactElement {
  const { t } = useTranslation('people');
  const wordsFor = useProblemWords();
  const [numbers, setNumbers] = useState<readonly string[] | null>(null);
  const reveal = useAct(revealIdentifiers, (output) => setNumbers(output.numbers));
  const shown = numbers?.find((number) => number.length === masked.length && number.endsWith(masked.slice(-2)));
  return (
    <>
      <dt>{t(`kinds.${kind}`)}</dt>
      <dd>
        {shown ?? masked}
        {shown ? null : (
          <Button ml="xs" size="compact-xs" variant="subtle" leftSection={<IconEye size={14} aria-hidden />} loading={reveal.isPending} aria-label={t('page.revealOf', { kind: t(`kinds.${kind}`) })} onClick={() => reveal.mutate({ personId, kind }, { onError: (error) => toastFailed(wordsFor(error)) })}>
            {t('page.reveal')}
          </Button>
        )}
      </dd>
    </>
  );
}

/** What the other capabilities know of this person, a tab each. */
function Panels({ person, panels }: { person: PersonView; panels: readonly PersonPanel[] }): ReactElement | null {
  const { t } = useTranslation('people');
  const [{ panel }, setSearch] = useSearchState(PersonSearch);
  const shown = usePermitted(panels);
  const open = shown.find(({ id }) => id === panel) ?? shown[0];
  if (!open) return null;
  return (
    <Tabs value={open.id} onChange={(next) => setSearch({ panel: next ?? undefined }, { replace: true })} keepMounted={false}>
      <Tabs.List aria-label={t('page.panels')}>
        {shown.map(({ id, label }) => (
          <Tabs.Tab key={id} value={id}>{t(label)}</Tabs.Tab>
        ))}
      </Tabs.List>
      {shown.map((one) => (
        <Tabs.Panel key={one.id} value={one.id} pt="md">
          <LoadedPanel panel={one} person={person} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function LoadedPanel({ panel, person }: { panel: PersonPanel; person: PersonView }): ReactElement {
  const Content = useMemo(() => lazy(async () => ({ default: await panel.load() })), [panel]);
  return (
    <Suspense fallback={<LoadingState />}>
      <Content person={person} />
    </Suspense>
  );
}

function usePermitted(panels: readonly PersonPanel[]): readonly PersonPanel[] {
  const may = new Map<string, boolean>();
  // The panels are the app's constants: the same hooks run in the same order at every rendering.
  for (const { permission } of panels) may.set(permission, useMay(permission));
  return panels.filter(({ permission }) => may.get(permission) === true);
}
