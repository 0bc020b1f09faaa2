import { Button, Group, Menu, Stack, Table, Text, Textarea } from '@mantine/core';
import { IconChevronDown, IconCopy, IconDownload, IconEdit, IconLock, IconSend } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { createForm, exportForm, listForms, noteLicence, readForm, type FormPage as FormPageView } from './bank.ts';
import { withKey } from './building.ts';
import { DistributeDialog } from './distribute.web.tsx';
import { download } from './download.web.ts';
import { FormDialog } from './form-dialog.web.tsx';
import css from './forms.module.css';
import { GivenList } from './given-list.web.tsx';
import { PhonePreview } from './preview.web.tsx';

/** One form: how it looks on a phone, where it comes from, to whom it was given. */
export function FormPage(): ReactElement {
  const { key = '' } = useParams({ strict: false });
  const page = useAsk(readForm, { key });
  return <Page><Loaded query={page}>{(view) => <Shown view={view} />}</Loaded></Page>;
}

function Shown({ view }: { view: FormPageView }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const { entry, definition } = view;
  const about = [t(`kinds.${entry.kind}`), t('bank.questions', { count: entry.questions }), t('bank.minutes', { count: entry.minutes })].join(' · ');
  return (
    <>
      <PageHeader title={format.text(entry.title)} note={about} actions={<Actions view={view} />} />
      <div className={css['two']}>
        <Stack>
          {entry.unlocked ? null : <Licence view={view} />}
          <About view={view} />
          {view.versions.length > 0 ? <Versions view={view} /> : null}
          <GivenList formKey={entry.key} />
        </Stack>
        <PhonePreview form={definition} />
      </div>
    </>
  );
}

function Actions({ view: { entry, definition } }: { view: FormPageView }): ReactElement {
  const { t } = useTranslation('forms');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [mayEdit, mayGive] = [useMay('forms.edit'), useMay('forms.distribute')];
  const [giving, setGiving] = useState(false);
  const failed = (error: unknown) => toastFailed(wordsFor(error));
  const build = async () => {
    if (entry.draft) return navigate({ to: `/forms/build/${entry.key}` });
    const { key } = await call(createForm, { definition: withKey(definition, `${entry.key}-${Date.now().toString(36)}`) });
    await queries.invalidateQueries({ queryKey: [listForms.path] });
    return navigate({ to: `/forms/build/${key}` });
  };
  const take = async (kind: 'fhir' | 'xlsx') => download(await call(exportForm, { key: entry.key, format: kind }));
  return (
    <Group gap="xs">
      <Menu position="bottom-end">
        <Menu.Target><Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} rightSection={<IconChevronDown size={16} aria-hidden />}>{t('form.export')}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void take('fhir').catch(failed)}>{t('form.exportFhir')}</Menu.Item>
          <Menu.Item onClick={() => void take('xlsx').catch(failed)}>{t('form.exportXlsx')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {mayEdit ? <Button variant="default" leftSection={entry.draft ? <IconEdit size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />} onClick={() => void build().catch(failed)}>{t(entry.draft ? 'form.edit' : 'form.copy')}</Button> : null}
      {mayGive ? <Button leftSection={<IconSend size={18} aria-hidden />} disabled={!entry.unlocked || (entry.own && entry.versions === 0)} onClick={() => setGiving(true)}>{t('form.give')}</Button> : null}
      {giving ? <DistributeDialog form={definition} onClose={() => setGiving(false)} /> : null}
    </Group>
  );
}

/** Why a form may not be given out, and what opens it. */
function Licence({ view: { entry } }: { view: FormPageView }): ReactElement {
  const { t } = useTranslation('forms');
  const mayEdit = useMay('forms.edit');
  const [noting, setNoting] = useState(false);
  const withheld = entry.licence.wording === 'withheld';
  return (
    <Notice tone="warning" icon={IconLock} title={t(withheld ? 'licence.withheldTitle' : 'licence.gatedTitle')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t(withheld ? 'licence.withheld' : 'licence.gated')}</Text>
        <Text size="sm" lang="en">{entry.licence.text}</Text>
        {!withheld && mayEdit ? <Button size="compact-sm" variant="default" onClick={() => setNoting(true)}>{t('licence.unlock')}</Button> : null}
      </Stack>
      {noting ? <LicenceDialog formKey={entry.key} onClose={() => setNoting(false)} /> : null}
    </Notice>
  );
}

function LicenceDialog({ formKey, onClose }: { formKey: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation('forms');
  const queries = useQueryClient();
  const [document, setDocument] = useState('');
  const note = useAct(noteLicence, () => {
    onClose();
    toastDone(t('licence.unlocked'));
    for (const path of [readForm.path, listForms.path]) void queries.invalidateQueries({ queryKey: [path] });
  });
  return (
    <FormDialog title={t('licence.unlock')} submit={t('licence.unlock')} busy={note.isPending} error={note.error} ready={document.trim().length > 3} onSubmit={() => note.mutate({ key: formKey, document })} onClose={onClose}>
      <Textarea label={t('licence.document')} description={t('licence.documentNote')} value={document} onChange={(event) => setDocument(event.currentTarget.value)} autosize minRows={3} required data-autofocus />
    </FormDialog>
  );
}

function About({ view: { entry, definition } }: { view: FormPageView }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const rows: readonly (readonly [string, string])[] = [
    ['form.label', t(`labels.${entry.label}`)],
    ['form.period', definition.period === null ? '' : format.text(definition.period)],
    ['form.results', (definition.scoring?.results ?? []).filter(({ shown, title }) => shown && title !== null).map(({ title }) => (title === null ? '' : format.text(title))).join(' · ')],
    ['form.crisis', definition.scoring?.crisis.length ? t('form.crisisYes') : ''],
    ['form.sources', definition.sources.join('; ')],
    ['form.licence', definition.licence.text],
  ];
  return (
    <Section title={t('form.about')}>
      {definition.description === null ? null : <Text mb="sm">{format.text(definition.description)}</Text>}
      <Table>
        <Table.Tbody>
          {rows.filter(([, words]) => words !== '').map(([label, words]) => (
            <Table.Tr key={label}><Table.Th w="8rem">{t(label)}</Table.Th><Table.Td>{words}</Table.Td></Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function Versions({ view: { versions } }: { view: FormPageView }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  return (
    <Section title={t('form.versions')} note={t('form.versionsNote')}>
      <ul className={css['list']}>
        {versions.map(({ versionId, number, publishedAt, answers }) => (
          <li key={versionId} className={css['row']}>
            <span className={css['grow']}>{t('form.version', { number, when: format.moment(publishedAt) })}</span>
            {answers > 0 ? <StatusBadge tone="neutral" icon={IconLock}>{t('form.frozen', { count: answers })}</StatusBadge> : <Text c="dimmed" size="sm">{t('form.unanswered')}</Text>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
