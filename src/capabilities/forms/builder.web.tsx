import { DragDropContext, Draggable, Droppable, type DropResult } from '@hello-pangea/dnd';
import { ActionIcon, Alert, Button, Group, Menu, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconArrowBackUp, IconCopy, IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAct, useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { Card, Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { BuilderSearch } from './addresses.ts';
import { discardForm, listForms, publishForm, readForm, saveForm, type FormPage } from './bank.ts';
import { AboutForm } from './builder-about.web.tsx';
import { ItemEditor } from './builder-item.web.tsx';
import { ScoringEditor } from './builder-scoring.web.tsx';
import { withCopy, withItem, withNewItem, withOrder, withoutItem } from './building.ts';
import { ItemType, itemsWithin, type Form, type Item } from './form.ts';
import css from './forms.module.css';
import { prepareForm } from './prepare.ts';
import { PhonePreview } from './preview.web.tsx';

/** Questions on the left in their order, the chosen one in the middle, the phone on the right. Everything is saved as it is written. */
export function BuilderPage(): ReactElement {
  const { key = '' } = useParams({ strict: false });
  const page = useAsk(readForm, { key });
  return <Page><Loaded query={page}>{(view) => (view.entry.formId === null || view.revision === null ? <NoDraft /> : <Builder key={view.entry.formId} view={view} formId={view.entry.formId} revision={view.revision} />)}</Loaded></Page>;
}

function NoDraft(): ReactElement {
  const { t } = useTranslation('forms');
  return <Card><Text>{t('builder.noDraft')}</Text></Card>;
}

interface Work {
  readonly form: Form;
  readonly past: readonly Form[];
}

/** Keeps the work on the server, one save after the other, and remembers what can be taken back. */
function useWork(first: Form, formId: string, revision: number) {
  const [work, setWork] = useState<Work>({ form: first, past: [] });
  const [failure, setFailure] = useState<Error | null>(null);
  const [saving, setSaving] = useState(false);
  const state = useRef({ revision, saved: first, busy: false });
  const { form } = work;
  useEffect(() => {
    const timer = setTimeout(() => {
      const now = state.current;
      if (now.busy || now.saved === form || failure) return;
      now.busy = true;
      setSaving(true);
      call(saveForm, { formId, revision: now.revision, definition: form })
        .then((saved) => Object.assign(now, { revision: saved.revision, saved: form }))
        .catch((error: unknown) => setFailure(error instanceof Error ? error : new Error(String(error))))
        .finally(() => {
          now.busy = false;
          setSaving(false);
        });
    }, 500);
    return () => clearTimeout(timer);
  }, [form, formId, failure, saving]);
  const change = (next: Form) => setWork((before) => ({ form: next, past: [...before.past.slice(-49), before.form] }));
  const undo = () => setWork((before) => ({ form: before.past.at(-1) ?? before.form, past: before.past.slice(0, -1) }));
  return { form, change, undo, canUndo: work.past.length > 0, failure, isSaved: !saving && state.current.saved === form, revision: () => state.current.revision };
}

function Builder({ view, formId, revision }: { view: FormPage; formId: string; revision: number }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const wordsFor = useProblemWords();
  const work = useWork(view.definition, formId, revision);
  const { form } = work;
  const [{ item: chosen }, setSearch] = useSearchState(BuilderSearch);
  const prepared = prepareForm(form);
  const faults = prepared.ok ? [] : prepared.faults;
  const item = itemsWithin(form.items).find(({ item: one }) => one.linkId === chosen)?.item;
  const choose = (linkId: string) => setSearch({ item: linkId }, { replace: true });
  return (
    <>
      <PageHeader title={format.text(form.title)} note={t(work.isSaved ? 'builder.saved' : 'builder.saving')} actions={<BuilderActions work={work} formId={formId} sound={prepared.ok} />} />
      {work.failure ? <Alert color="red" role="alert">{wordsFor(work.failure)}</Alert> : null}
      {faults.length > 0 ? (
        <Notice tone="warning" title={t('builder.faults')}>
          <ul>{faults.slice(0, 8).map(({ at, message }) => <li key={`${at} ${message}`}><UnstyledButton onClick={() => choose(at)} td="underline">{at}</UnstyledButton>: {message}</li>)}</ul>
        </Notice>
      ) : null}
      <div className={css['three']}>
        <Questions form={form} chosen={chosen} onChoose={choose} onChange={work.change} />
        <Stack>
          {item === undefined ? (
            <>
              <AboutForm form={form} onChange={work.change} />
              <ScoringEditor form={form} onChange={work.change} />
            </>
          ) : (
            <Card><ItemEditor key={item.linkId} form={form} item={item} onChange={(next) => work.change(withItem(form, item.linkId, () => next))} /></Card>
          )}
        </Stack>
        <PhonePreview form={form} />
      </div>
    </>
  );
}

function BuilderActions({ work, formId, sound }: { work: ReturnType<typeof useWork>; formId: string; sound: boolean }): ReactElement {
  const { t } = useTranslation('forms');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const failed = { onError: (error: Error) => toastFailed(wordsFor(error)) };
  const done = (message: string, to: string) => {
    toastDone(message);
    for (const path of [readForm.path, listForms.path]) void queries.invalidateQueries({ queryKey: [path] });
    void navigate({ to });
  };
  const publish = useAct(publishForm, ({ number }) => done(t('builder.published', { number }), `/forms/bank/${work.form.id}`));
  const discard = useAct(discardForm, () => done(t('builder.discarded'), '/forms'));
  return (
    <Group gap="xs">
      <Button variant="default" disabled={!work.canUndo} leftSection={<IconArrowBackUp size={18} aria-hidden />} onClick={work.undo}>{t('builder.undo')}</Button>
      <Button variant="default" c="var(--k-bad)" loading={discard.isPending} onClick={() => window.confirm(t('builder.discardSure')) && discard.mutate({ formId, revision: work.revision() }, failed)}>{t('builder.discard')}</Button>
      <Button disabled={!sound || !work.isSaved} loading={publish.isPending} onClick={() => publish.mutate({ formId, revision: work.revision() }, failed)}>{t('builder.publish')}</Button>
    </Group>
  );
}

interface QuestionsProps {
  readonly form: Form;
  readonly chosen: string;
  readonly onChoose: (linkId: string) => void;
  readonly onChange: (form: Form) => void;
}

/** The order of the questions: dragged, or moved with space and arrow keys. */
function Questions({ form, chosen, onChoose, onChange }: QuestionsProps): ReactElement {
  const { t } = useTranslation('forms');
  const drop = ({ source, destination }: DropResult) => {
    if (destination === null || destination.droppableId !== source.droppableId) return;
    onChange(withOrder(form, source.droppableId === 'form' ? null : source.droppableId, [source.index, destination.index]));
  };
  const add = (type: ItemType) => {
    const made = withNewItem(form, type, chosen === '' ? null : chosen);
    onChange(made.form);
    onChoose(made.linkId);
  };
  return (
    <Section title={t('builder.questions')}>
      <UnstyledButton className={`${css['drag']} ${chosen === '' ? css['chosen'] : ''}`} w="100%" onClick={() => onChoose('')}>
        <span className={css['dragName']}>{t('builder.about')}</span>
      </UnstyledButton>
      <DragDropContext onDragEnd={drop} dragHandleUsageInstructions={t('builder.dragHelp')}>
        <ItemList items={form.items} parent="form" {...{ form, chosen, onChoose, onChange }} />
      </DragDropContext>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target><Button fullWidth variant="light" leftSection={<IconPlus size={18} aria-hidden />}>{t('builder.add')}</Button></Menu.Target>
        <Menu.Dropdown mah="24rem" style={{ overflowY: 'auto' }}>
          {ItemType.options.map((type) => <Menu.Item key={type} onClick={() => add(type)}>{t(`types.${type}`)}</Menu.Item>)}
        </Menu.Dropdown>
      </Menu>
    </Section>
  );
}

function ItemList({ items, parent, ...rest }: QuestionsProps & { items: readonly Item[]; parent: string }): ReactElement {
  return (
    <Droppable droppableId={parent} type={parent}>
      {(place) => (
        <div ref={place.innerRef} {...place.droppableProps}>
          {items.map((item, index) => <ItemLine key={item.linkId} item={item} index={index} {...rest} />)}
          {place.placeholder}
        </div>
      )}
    </Droppable>
  );
}

function ItemLine({ item, index, ...rest }: QuestionsProps & { item: Item; index: number }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const { form, chosen, onChoose, onChange } = rest;
  const name = item.text === null ? item.linkId : format.text(item.text);
  const copy = () => {
    const made = withCopy(form, item.linkId);
    onChange(made.form);
    onChoose(made.linkId);
  };
  return (
    <Draggable draggableId={item.linkId} index={index}>
      {(held) => (
        <div ref={held.innerRef} {...held.draggableProps}>
          <div className={`${css['drag']} ${chosen === item.linkId ? css['chosen'] : ''}`}>
            <span className={css['handle']} {...held.dragHandleProps} aria-label={t('builder.move', { name })}><IconGripVertical size={16} aria-hidden /></span>
            <UnstyledButton className={css['dragName']} aria-current={chosen === item.linkId} onClick={() => onChoose(item.linkId)}>{name}</UnstyledButton>
            <ActionIcon variant="subtle" aria-label={t('builder.copyOf', { name })} onClick={copy}><IconCopy size={16} /></ActionIcon>
            <ActionIcon variant="subtle" color="red.8" aria-label={t('builder.removeOf', { name })} onClick={() => { onChange(withoutItem(form, item.linkId)); onChoose(''); }}><IconTrash size={16} /></ActionIcon>
          </div>
          {item.items.length > 0 ? <div style={{ paddingInlineStart: '1rem' }}><ItemList items={item.items} parent={item.linkId} {...rest} /></div> : null}
        </div>
      )}
    </Draggable>
  );
}
