import { Alert, Button, Checkbox, Group, NativeSelect, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { Day } from '../../kernel/day.ts';
import { call, CallProblem, useAct } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { contradictions, DocumentKind, identifierKinds, identifierOf, readIdCard, Sex, type IdCardReading } from './identifiers.ts';
import { OrganizationField } from './organization-field.web.tsx';
import { checkPerson, MembershipRole, registerPerson, type PersonId } from './people.ts';
import css from './people.module.css';
import { RegisterSearch } from './addresses.ts';
import { LeftBadge, PersonFacts } from './person-line.web.tsx';

interface Draft {
  readonly kind: DocumentKind;
  readonly number: string;
  readonly name: string;
  readonly sex: Sex | null;
  readonly birthDate: Day | null;
  readonly phone: string;
  readonly address: string;
  readonly organizationId: number | null;
  readonly role: MembershipRole;
}

/** Where one registers is where one registered last. */
const kept = 'kangcheng.registerAt';

function emptyDraft(): Draft {
  const [organizationId, role] = (sessionStorage.getItem(kept) ?? '').split(' ');
  return { kind: 'id-card', number: '', name: '', sex: null, birthDate: null, phone: '', address: '', organizationId: Number(organizationId) || null, role: MembershipRole.safeParse(role).data ?? 'resident' };
}

/** The ID number first: it fills in birth date and sex. Everything by keyboard; Enter saves. */
export function RegisterPage(): ReactElement {
  const { t } = useTranslation('people');
  const [given] = useSearchState(RegisterSearch);
  const [draft, setDraft] = useState<Draft>(() => ({ ...emptyDraft(), name: given.name ?? '', number: given.number ?? '' }));
  const [evenIfKnown, setEvenIfKnown] = useState(false);
  const [tried, setTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const wordsFor = useProblemWords();
  const next = useRef<'open' | 'another'>('open');
  const save = useAct(registerPerson, ({ personId, joined }) => {
    toastDone(t(joined ? 'register.joined' : 'register.saved', { name: draft.name }));
    sessionStorage.setItem(kept, `${draft.organizationId} ${draft.role}`);
    if (next.current === 'open') return navigate({ to: '/people/$personId', params: { personId: String(personId) } });
    setDraft(emptyDraft());
    setTried(false);
    setEvenIfKnown(false);
    save.reset();
    first.current?.focus();
    return undefined;
  });
  const facts = factsOf(draft);
  const known = useKnown(draft);
  const change = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }));
  const submit = (join: boolean) => {
    setTried(true);
    if (draft.name.trim() === '' || draft.organizationId === null || !facts.complete) return;
    save.mutate({ name: draft.name, sex: draft.sex, birthDate: draft.birthDate, identifiers: numbersOf(draft), address: draft.address || null, organizationId: draft.organizationId, role: draft.role, evenIfKnown, join });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    next.current = 'open';
    submit(false);
  };
  return (
    <Page>
      <PageHeader title={t('register.title')} note={t('register.note')} actions={<Button component={Link} to="/people" variant="default">{t('register.back')}</Button>} />
      <div className={css['form']}>
        <form onSubmit={onSubmit} noValidate>
          <Stack gap="sm">
            <Fields draft={draft} change={change} tried={tried} firstRef={first} />
            {save.error ? (
              <Alert role="alert" variant="outline" color="red.8" icon={<IconAlertTriangle aria-hidden />}>
                <Text c="var(--k-bad)">{wordsFor(save.error)}</Text>
                {save.error instanceof CallProblem && save.error.type === 'people.knownElsewhere' ? (
                  <Button mt="xs" variant="light" onClick={() => submit(true)}>{t('register.join')}</Button>
                ) : null}
              </Alert>
            ) : null}
            <Group>
              <Button type="submit" loading={save.isPending}>{t('register.saveAndOpen')}</Button>
              <Button variant="default" disabled={save.isPending} onClick={() => { next.current = 'another'; submit(false); }}>{t('register.saveAndNext')}</Button>
            </Group>
          </Stack>
        </form>
        <Known known={known} evenIfKnown={evenIfKnown} onEvenIfKnown={setEvenIfKnown} />
      </div>
    </Page>
  );
}

function cardOf({ kind, number }: Draft): IdCardReading | null {
  return kind === 'id-card' && number.trim() !== '' ? readIdCard(number) : null;
}

function numbersOf({ kind, number, phone }: Draft): { kind: DocumentKind | 'phone'; number: string }[] {
  return [...(number.trim() === '' ? [] : [{ kind, number }]), ...(phone.trim() === '' ? [] : [{ kind: 'phone' as const, number: phone }])];
}

/** What the form comes to: birth date and sex from the card or as typed, and where they differ. */
function factsOf(draft: Draft) {
  const reading = cardOf(draft);
  const card = reading?.kind === 'valid' ? reading.card : null;
  const wrong = card === null ? [] : contradictions(card, draft);
  const sex = draft.sex ?? card?.sex ?? null;
  const birthDate = draft.birthDate ?? card?.birthDate ?? null;
  const numbersRight = numbersOf(draft).every(({ kind, number }) => identifierOf(kind, number) !== null);
  return { reading, wrong, sex, birthDate, complete: sex !== null && birthDate !== null && wrong.length === 0 && numbersRight };
}

interface FieldsProps {
  readonly draft: Draft;
  readonly change: (patch: Partial<Draft>) => void;
  readonly tried: boolean;
  readonly firstRef: { current: HTMLInputElement | null };
}

function Fields({ draft, change, tried, firstRef }: FieldsProps): ReactElement {
  const { t } = useTranslation('people');
  const { reading, wrong, sex, birthDate } = factsOf(draft);
  const name = useRef<HTMLInputElement>(null);
  const numberError = draft.number.trim() === '' ? null : reading?.kind === 'invalid' ? (reading.reason === 'length' && !tried ? null : t(`idCardFaults.${reading.reason}`)) : identifierOf(draft.kind, draft.number) === null ? t('numberFault') : null;
  useEffect(() => firstRef.current?.focus(), [firstRef]);
  return (
    <>
      <div className={css['pair']}>
        <NativeSelect label={t('register.kind')} value={draft.kind} onChange={(event) => change({ kind: DocumentKind.parse(event.currentTarget.value) })} data={identifierKinds.filter((kind) => kind !== 'phone').map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))} />
        <TextInput
          ref={firstRef}
          label={t('register.number')}
          description={reading?.kind === 'valid' ? t(reading.card.upgraded ? 'register.upgraded' : 'register.cardRight', { number: reading.card.number }) : t('register.numberHow')}
          autoComplete="off"
          value={draft.number}
          error={numberError}
          onChange={(event) => change({ number: event.currentTarget.value })}
          onKeyDown={(event) => {
            // A card reader types the number and Enter: the name comes next.
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            name.current?.focus();
          }}
        />
      </div>
      <TextInput ref={name} label={t('register.name')} required autoComplete="off" value={draft.name} error={tried && draft.name.trim() === '' ? t('register.needName') : null} onChange={(event) => change({ name: event.currentTarget.value })} />
      <div className={css['pair']}>
        <div>
          <Text id="register-sex" size="sm" fw={500}>{t('register.sex')}</Text>
          <SegmentedControl fullWidth aria-labelledby="register-sex" value={sex ?? ''} onChange={(next) => change({ sex: Sex.parse(next) })} data={Sex.options.map((one) => ({ value: one, label: t(`sexes.${one}`) }))} />
          {wrong.includes('sex') ? <Text size="xs" c="var(--k-bad)" role="alert">{t('register.sexContradicts')}</Text> : tried && sex === null ? <Text size="xs" c="var(--k-bad)">{t('register.needSex')}</Text> : null}
        </div>
        <DayField label={t('register.birthDate')} required value={birthDate} onChange={(next) => change({ birthDate: next })} {...(wrong.includes('birthDate') ? { error: t('register.birthDateContradicts') } : {})} />
      </div>
      <TextInput label={t('register.phone')} inputMode="tel" autoComplete="off" value={draft.phone} error={draft.phone.trim() !== '' && tried && identifierOf('phone', draft.phone) === null ? t('numberFault') : null} onChange={(event) => change({ phone: event.currentTarget.value })} />
      <TextInput label={t('register.address')} autoComplete="off" value={draft.address} onChange={(event) => change({ address: event.currentTarget.value })} />
      <OrganizationField label={t('register.organization')} required value={draft.organizationId} onChange={(organizationId) => change({ organizationId })} error={tried && draft.organizationId === null ? t('register.needOrganization') : null} />
      <NativeSelect label={t('register.role')} value={draft.role} onChange={(event) => change({ role: MembershipRole.parse(event.currentTarget.value) })} data={MembershipRole.options.map((role) => ({ value: role, label: t(`roles.${role}`) }))} />
    </>
  );
}

type Checked = z.output<typeof checkPerson.output>;

/** Who may be the same person, asked while one types. */
function useKnown(draft: Draft): Checked | undefined {
  const { birthDate } = factsOf(draft);
  const identifiers = numbersOf(draft).filter(({ kind, number }) => identifierOf(kind, number) !== null);
  const [asked, setAsked] = useState<z.input<typeof checkPerson.input> | null>(null);
  const wanted = identifiers.length > 0 || (draft.name.trim() !== '' && birthDate !== null) ? JSON.stringify({ name: draft.name.trim(), birthDate, identifiers }) : '';
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted === '' ? null : checkPerson.input.parse(JSON.parse(wanted))), 250);
    return () => clearTimeout(timer);
  }, [wanted]);
  const checked = useQuery({ queryKey: [checkPerson.path, asked], queryFn: () => call(checkPerson, asked ?? {}), enabled: asked !== null });
  return asked === null ? undefined : checked.data;
}

interface KnownProps {
  readonly known: Checked | undefined;
  readonly evenIfKnown: boolean;
  readonly onEvenIfKnown: (value: boolean) => void;
}

function Known({ known, evenIfKnown, onEvenIfKnown }: KnownProps): ReactElement {
  const { t } = useTranslation('people');
  const matches = known?.matches ?? [];
  const surely = matches.some(({ reasons }) => reasons.includes('id-card') || reasons.includes('document'));
  return (
    <Section title={t('register.known')} note={t('register.knownWhy')}>
      <div aria-live="polite">
        {known?.elsewhere ? <Alert mb="sm" color="yellow.9" variant="outline"><Text c="var(--k-warning)">{t('register.elsewhere')}</Text></Alert> : null}
        {matches.length === 0 ? <Text c="dimmed">{t('register.noneKnown')}</Text> : null}
        <ul className={css['list']}>
          {matches.map(({ person, reasons }) => (
            <li key={person.personId}>
              <Link className={css['row'] ?? ''} to="/people/$personId" params={{ personId: String(person.personId satisfies PersonId) }}>
                <span className={css['name']}>
                  {person.name}
                  <LeftBadge left={person.left} />
                </span>
                <span>
                  <Text size="sm" c="var(--k-warning)">{reasons.map((reason) => t(`reasons.${reason}`)).join(' · ')}</Text>
                  <PersonFacts person={person} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
        {matches.length > 0 && !surely ? <Checkbox mt="sm" label={t('register.somebodyElse')} checked={evenIfKnown} onChange={(event) => onEvenIfKnown(event.currentTarget.checked)} /> : null}
      </div>
    </Section>
  );
}
