import { Button, Group, SegmentedControl } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking, CallProblem, useAct, useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { useShortcuts } from '../../platform/ui/keys.web.tsx';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { ageOn, PersonId, type PersonRow } from '../people/people.ts';
import { listWork } from '../worklist/worklist.ts';
import { SheetSearch } from './addresses.ts';
import css from './care.module.css';
import { FindPerson } from './find-person.web.tsx';
import { openSheet, readSheetContent, recordVisit, Way, type Sheet, type SheetContent } from './followup.ts';
import { QuickEntry } from './sheet-entry.web.tsx';
import { focusStep } from './sheet-fields.web.tsx';
import { OtherItems } from './sheet-items.web.tsx';
import { AdvicePanel, MedicinePanel, ReadingsPanel, TierPanel, VisitsPanel } from './sheet-person.web.tsx';
import { useSheet, type SheetState } from './sheet-state.web.ts';
import { numberIn } from './sheet.ts';
import { TierBadge } from './tier-badge.web.tsx';

const shortcuts = [
  { keys: '/', label: 'care:keys.find' },
  { keys: 'Enter', label: 'care:keys.next' },
  { keys: 'Shift+Enter', label: 'care:keys.back' },
  { keys: 'Ctrl+S', label: 'care:keys.save' },
  { keys: 'Ctrl+Enter', label: 'care:keys.saveNext' },
  { keys: '1–9', label: 'care:keys.digit' },
  { keys: '[', label: 'care:keys.list' },
];

/** The follow-up sheet: a routine visit is two numbers and Enter. */
export function SheetPage(): ReactElement {
  const { personId } = useParams({ strict: false });
  const id = PersonId.safeParse(Number(personId)).data ?? PersonId.parse(1);
  const navigate = useNavigate();
  const content = useAsk(readSheetContent, {});
  const sheet = useAsk(openSheet, { personId: id });
  useShortcuts(shortcuts);
  const open = useCallback((person: PersonRow) => void navigate({ to: `/care/sheet/${person.personId}`, search: (before: Record<string, unknown>) => before }), [navigate]);
  return (
    <Page>
      <FindPerson onFound={open} />
      <Loaded query={content}>{(known) => <Loaded query={sheet}>{(view) => <OpenSheet key={view.person.personId} sheet={view} content={known} />}</Loaded>}</Loaded>
    </Page>
  );
}

/** The next person of the list that the sheet was opened from. */
function useNextPerson(current: number): () => Promise<number | null> {
  const queries = useQueryClient();
  const [{ from }] = useSearchState(SheetSearch);
  return async () => {
    if (from === undefined) return null;
    const tab = from === 'upcoming' || from === 'lost' || from === 'overdue' || from === 'due' ? from : 'now';
    const { items } = await queries.fetchQuery({ ...asking(listWork, { tab }), staleTime: 0 });
    return items.find(({ person, kind }) => person.personId !== current && (kind === 'contact' || kind === 'visit'))?.person.personId ?? null;
  };
}

function OpenSheet({ sheet, content }: { sheet: Sheet; content: SheetContent }): ReactElement {
  const { t } = useTranslation('care');
  const format = useFormat();
  const [{ way, from }] = useSearchState(SheetSearch);
  const state = useSheet(sheet, { content, way: way ?? wayOf(sheet) });
  const { save, saving } = useSaving(sheet, state);
  const { name, sex, birthDate, phone, organization, pinyin } = sheet.person;
  // After the heading, which takes the focus of every page that is arrived at: here the first number has it.
  useEffect(() => focusStep(null), []);
  return (
    <>
      <PageHeader
        title={name}
        note={
          <Group gap="sm">
            <span>{pinyin}</span>
            <span>{t(`people:sexes.${sex}`)} · {t('people:years', { count: ageOn(birthDate, sheet.today) })}</span>
            {phone === null ? <span>{t('noPhone')}</span> : <span>{phone}</span>}
            <span>{format.text({ zh: organization.nameZh, en: organization.nameEn })}</span>
            <TierBadge tier={sheet.tier} />
          </Group>
        }
        actions={<Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>{t('print')}</Button>}
      />
      {state.restored === null ? null : (
        <Notice tone="info" role="status">
          <Group gap="sm">
            {t('restored', { at: format.moment(state.restored) })}
            <Button size="compact-sm" variant="light" onClick={state.discard}>{t('discard')}</Button>
          </Group>
        </Notice>
      )}
      <div className={css['desk']}>
        <Section title={t('sheet.title')} note={sheet.diseases.map((disease) => format.text(content.forms[disease].title)).join(' · ')} actions={<WayChoice state={state} />}>
          <form key={state.beginning} className={css['stack']} onSubmit={(event) => event.preventDefault()} aria-label={t('sheet.title')}>
            <QuickEntry sheet={sheet} content={content} state={state} />
            <div className={css['foot']}>
              <span className={css['note']}>{t('sheet.foot')}</span>
              <Group gap="xs">
                <Button variant="default" loading={saving} onClick={() => save(false)}>{t('sheet.save')}</Button>
                <Button data-step loading={saving} onClick={() => save(true)}>{from === undefined ? t('sheet.saveFind') : t('sheet.saveNext')}</Button>
              </Group>
            </div>
            <details className={css['rest']}>
              <summary>{t('sheet.rest')}</summary>
              <OtherItems sheet={sheet} content={content} state={state} />
            </details>
          </form>
        </Section>
        <div className={css['stack']}>
          <AdvicePanel sheet={sheet} content={content} state={state} />
          <ReadingsPanel sheet={sheet} content={content} />
          <MedicinePanel sheet={sheet} />
          <TierPanel sheet={sheet} />
          <VisitsPanel sheet={sheet} content={content} />
        </div>
      </div>
    </>
  );
}

/** What is due says how; otherwise people come to the clinic. */
function wayOf({ work }: Sheet): Way {
  const [due] = work.filter(({ kind }) => kind === 'contact' || kind === 'visit');
  return due?.params['channel'] === 'phone' ? 'phone' : 'clinic';
}

function WayChoice({ state }: { state: SheetState }): ReactElement {
  const { t } = useTranslation('care');
  return <SegmentedControl aria-label={t('sheet.way')} size="xs" value={state.filled.way} onChange={(value) => state.change({ way: Way.parse(value) })} data={Way.options.map((value) => ({ value, label: t(`way.${value}`) }))} />;
}

/** Saved, and on: to the next of the list, or back to finding somebody. What was typed stays when the server refuses. */
function useSaving(sheet: Sheet, state: SheetState): { save: (goOn: boolean) => void; saving: boolean } {
  const { t } = useTranslation('care');
  const wordsFor = useProblemWords();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const nextPerson = useNextPerson(sheet.person.personId);
  const [visitId] = useState(() => crypto.randomUUID());
  const act = useAct(recordVisit);
  const save = (goOn: boolean) => {
    const { answers, way, nextOn, danger } = state.filled;
    if (act.isPending) return;
    if (numberIn(answers, 'systolic') === null || numberIn(answers, 'diastolic') === null) return toastFailed(t('sheet.needsPressure'));
    if (state.verdict.danger.length > 0 && danger === null) return toastFailed(t('sheet.needsDanger'));
    const medicines = sheet.medicines.slice(0, 10).map(({ drug, dose, timesPerDay }) => ({ drug: drug.slice(0, 60), dose: (dose ?? '').slice(0, 30), timesPerDay }));
    act.mutate(
      { personId: sheet.person.personId, visitId, visitedOn: sheet.today, way, answers, medicines, nextOn: nextOn ?? state.proposed, danger: state.verdict.danger.length > 0 ? danger : null },
      {
        onError: (error) => toastFailed(error instanceof CallProblem && error.type === 'network' ? t('sheet.unsent') : wordsFor(error)),
        onSuccess: async () => {
          state.settle();
          toastDone(t('sheet.saved', { name: sheet.person.name }));
          for (const path of ['/api/worklist', '/api/worklist/counts']) void queries.invalidateQueries({ queryKey: [path] });
          const following = goOn ? await nextPerson() : null;
          await queries.invalidateQueries({ queryKey: [openSheet.path] });
          if (following !== null) void navigate({ to: `/care/sheet/${following}`, search: (before: Record<string, unknown>) => before });
          else document.querySelector<HTMLInputElement>('input[type=search]')?.focus();
        },
      },
    );
  };
  useSaveKeys(save);
  return { save, saving: act.isPending };
}

function useSaveKeys(save: (goOn: boolean) => void): void {
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  const navigate = useNavigate();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const command = event.ctrlKey || event.metaKey;
      if (command && (event.key === 'Enter' || event.key.toLowerCase() === 's')) {
        event.preventDefault();
        latest.current(event.key === 'Enter');
      }
      if (event.key === '[' && !(event.target instanceof HTMLInputElement) && !command) void navigate({ to: '/worklist' });
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [navigate]);
}
