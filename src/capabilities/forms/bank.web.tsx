import { Anchor, Button, FileButton, Group, NativeSelect, Tabs, Text, TextInput } from '@mantine/core';
import { IconClipboardList, IconFileUpload, IconLock, IconPlus, IconSearch } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { EmptyState, FilteredOut, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { FormsSearch } from './addresses.ts';
import { createForm, importForm, listForms, type BankEntry } from './bank.ts';
import { freshForm, withKey } from './building.ts';
import { ContestsTab } from './contests.web.tsx';
import { CrisesTab } from './crises.web.tsx';
import { Form } from './form.ts';
import css from './forms.module.css';
import { GivenList } from './given-list.web.tsx';

/** The forms that can be given to people, what has been given, and the answers that call for help. */
export function FormsPage(): ReactElement {
  const { t } = useTranslation('forms');
  const [{ tab }, setSearch] = useSearchState(FormsSearch);
  const mayEdit = useMay('forms.edit');
  const maySeeCrises = useMay('forms.crises');
  return (
    <Page>
      <PageHeader title={t('navigation')} note={t('bank.note')} actions={mayEdit ? <Making /> : null} />
      <Tabs value={tab} onChange={(next) => setSearch({ tab: FormsSearch.shape.tab.parse(next) })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="bank">{t('tabs.bank')}</Tabs.Tab>
          <Tabs.Tab value="given">{t('tabs.given')}</Tabs.Tab>
          <Tabs.Tab value="contests">{t('tabs.contests')}</Tabs.Tab>
          {maySeeCrises ? <Tabs.Tab value="crises">{t('tabs.crises')}</Tabs.Tab> : null}
        </Tabs.List>
        <Tabs.Panel value="bank"><Bank /></Tabs.Panel>
        <Tabs.Panel value="given"><GivenList /></Tabs.Panel>
        <Tabs.Panel value="contests"><ContestsTab /></Tabs.Panel>
        {maySeeCrises ? <Tabs.Panel value="crises"><CrisesTab /></Tabs.Panel> : null}
      </Tabs>
    </Page>
  );
}

/** A new form, or one out of a file; both open in the builder. */
function Making(): ReactElement {
  const { t } = useTranslation('forms');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [busy, setBusy] = useState(false);
  const open = async (definition: Form) => {
    const { key } = await call(createForm, { definition: withKey(definition, `${definition.id}-${Date.now().toString(36)}`) });
    await queries.invalidateQueries({ queryKey: [listForms.path] });
    void navigate({ to: `/forms/build/${key}` });
  };
  const begin = (work: () => Promise<void>) => {
    setBusy(true);
    work().catch((error: unknown) => toastFailed(wordsFor(error))).finally(() => setBusy(false));
  };
  const read = async (file: File | null) => {
    if (!file) return;
    const { definition, notes } = await call(importForm, { filename: file.name }, { file });
    await open(definition);
    toastDone(t('bank.imported', { count: notes.length }));
  };
  return (
    <Group gap="xs">
      <FileButton accept=".json,.xlsx" onChange={(file) => begin(() => read(file))}>
        {(props) => <Button {...props} variant="default" loading={busy} leftSection={<IconFileUpload size={18} aria-hidden />}>{t('bank.import')}</Button>}
      </FileButton>
      <Button loading={busy} leftSection={<IconPlus size={18} aria-hidden />} onClick={() => begin(() => open(freshForm()))}>{t('bank.make')}</Button>
    </Group>
  );
}

function Bank(): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const [{ find, kind }, setSearch] = useSearchState(FormsSearch);
  const forms = useAsk(listForms, {});
  const fits = (entry: BankEntry) =>
    (kind === '' || entry.kind === kind) && [entry.title.zh, entry.title.en, entry.key].some((text) => text.toLowerCase().includes(find.trim().toLowerCase()));
  return (
    <Card>
      <div className={css['fields']}>
        <TextInput label={t('bank.find')} leftSection={<IconSearch size={16} aria-hidden />} value={find} onChange={(event) => setSearch({ find: event.currentTarget.value }, { replace: true })} />
        <NativeSelect label={t('bank.kind')} value={kind} onChange={(event) => setSearch({ kind: event.currentTarget.value })} data={[{ value: '', label: t('bank.anyKind') }, ...Form.shape.kind.options.map((one) => ({ value: one, label: t(`kinds.${one}`) }))]} />
      </div>
      <Loaded query={forms}>
        {(all) => {
          const shown = all.filter(fits).toSorted((a, b) => Number(b.own) - Number(a.own) || format.text(a.title).localeCompare(format.text(b.title), 'zh-CN'));
          if (all.length === 0) return <EmptyState icon={IconClipboardList} title={t('bank.none')} />;
          if (shown.length === 0) return <FilteredOut onClear={() => setSearch({ find: '', kind: '' })} />;
          return <ul className={css['list']}>{shown.map((entry) => <BankLine key={entry.key} entry={entry} />)}</ul>;
        }}
      </Loaded>
    </Card>
  );
}

function BankLine({ entry }: { entry: BankEntry }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  return (
    <li className={css['row']}>
      <div className={css['grow']}>
        <Anchor component={Link} to={`/forms/bank/${entry.key}`} fw={500}>{format.text(entry.title)}</Anchor>
        <Text size="sm" c="dimmed">
          {[t(`kinds.${entry.kind}`), t('bank.questions', { count: entry.questions }), t('bank.minutes', { count: entry.minutes }), entry.scored ? t('bank.scored') : null].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <div className={css['line']}>
        {entry.draft ? <StatusBadge tone="info">{t('bank.draft')}</StatusBadge> : null}
        {entry.own && !entry.draft ? <StatusBadge tone="neutral">{t('bank.own')}</StatusBadge> : null}
        {entry.label === 'ordinary' ? null : <StatusBadge tone="neutral">{t(`labels.${entry.label}`)}</StatusBadge>}
        {entry.unlocked ? null : <StatusBadge tone="warning" icon={IconLock}>{t(entry.licence.wording === 'withheld' ? 'bank.withheld' : 'bank.gated')}</StatusBadge>}
      </div>
    </li>
  );
}
