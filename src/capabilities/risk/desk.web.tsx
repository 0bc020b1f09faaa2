import { Alert, Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import css from './card.module.css';
import { CriterionEditor, faultsOf } from './criterion.web.tsx';
import { listRuleVersions, publishRules, readRuleVersion, rollBackRules, saveRuleDraft, tryRules, type RuleChange, type RuleEdit, type VersionSummary } from './desk.ts';
import { Differences, SettingsSection, type VersionRead } from './desk-settings.web.tsx';
import { PreviewSection } from './preview.web.tsx';
import { DeskSearch } from './addresses.ts';

/** Criteria in a form, tried on everybody before anybody is followed by them. */
export function RuleDeskPage(): ReactElement {
  const { t } = useTranslation('rules');
  const versions = useAsk(listRuleVersions, {});
  return (
    <Page>
      <PageHeader title={t('desk.title')} note={t('desk.note')} />
      <Loaded query={versions}>{(all) => <Desk versions={all} />}</Loaded>
    </Page>
  );
}

function Desk({ versions }: { versions: readonly VersionSummary[] }): ReactElement {
  const { t } = useTranslation('rules');
  const [{ version }, setSearch] = useSearchState(DeskSearch);
  const shown = versions.find((one) => one.version === version) ?? versions.find(({ inForce }) => inForce) ?? versions[0];
  const rules = useAsk(readRuleVersion, { version: shown?.version ?? 1 });
  return (
    <>
      <Card>
        <Select
          label={t('desk.version')}
          allowDeselect={false}
          value={String(shown?.version ?? 1)}
          onChange={(next) => setSearch({ version: Number(next) })}
          data={versions.map((one) => ({ value: String(one.version), label: `${t('desk.versionNamed', { version: one.version, state: t(`state.${one.state}`) })}${one.inForce ? ` · ${t('desk.inForce')}` : ''}` }))}
        />
      </Card>
      <Loaded query={rules}>{(read) => <Editor key={`${read.version} ${read.changedAt}`} version={read} onSaved={(next) => setSearch({ version: next })} />}</Loaded>
      <Versions versions={versions} onRolledBack={(next) => setSearch({ version: next })} />
    </>
  );
}

interface EditorProps {
  readonly version: VersionRead;
  readonly onSaved: (version: number) => void;
}

function Editor({ version, onSaved }: EditorProps): ReactElement {
  const { t } = useTranslation('rules');
  const mayEdit = useMay('rules.edit');
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const { vocabulary, texts: rules } = version;
  const [settings, setSettings] = useState(version.settings);
  const changes: RuleChange[] = rules.flatMap(({ id, when }) => (texts[id] !== undefined && texts[id] !== when ? [{ id, when: texts[id] }] : []));
  const isFaulty = changes.some(({ when }) => faultsOf(when, vocabulary).length > 0);
  const isSet = JSON.stringify(settings) !== JSON.stringify(version.settings);
  const edit: RuleEdit = { changes, ...(isSet ? { settings } : {}) };
  const parts = [['rule', t('desk.criteria')], ['gate', t('desk.gates')], ['core', t('desk.core')]] as const;
  return (
    <>
      <Differences version={version} />
      {mayEdit ? (
        <>
          {isFaulty ? <Alert color="red">{t('desk.fix')}</Alert> : null}
          <PreviewSection version={version.version} edit={edit} disabled={isFaulty} />
          <TryOne version={version.version} edit={edit} disabled={isFaulty} />
          <Saving version={version} edit={edit} disabled={isFaulty} onSaved={onSaved} />
        </>
      ) : null}
      <SettingsSection settings={settings} disabled={!mayEdit} onChange={setSettings} />
      {parts.map(([kind, title]) => (
        <Section key={kind} title={title}>
          <ul className={css['rules']}>
            {rules.filter((rule) => rule.kind === kind || (kind === 'gate' && rule.kind === 'urgent')).map((rule) => (
              <li key={rule.id}>
                <CriterionEditor rule={rule} text={texts[rule.id] ?? rule.when} vocabulary={vocabulary} disabled={!mayEdit} onChange={(text) => setTexts((before) => ({ ...before, [rule.id]: text }))} />
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </>
  );
}

interface TrialProps {
  readonly version: number;
  readonly edit: RuleEdit;
  readonly disabled: boolean;
}

function TryOne({ version, edit, disabled }: TrialProps): ReactElement {
  const { t } = useTranslation('rules');
  const wordsFor = useProblemWords();
  const [person, setPerson] = useState<number | null>(null);
  const attempt = useAct(tryRules);
  const named = ({ tier, fires }: { tier: string; fires: readonly string[] }) => ({ tier: t(`risk:tier.${tier}`), fires: fires.join(' ') || '–' });
  return (
    <Section title={t('desk.try')}>
      <form
        className={css['fields']}
        onSubmit={(event) => {
          event.preventDefault();
          if (person !== null) attempt.mutate({ version, changes: [...edit.changes], settings: edit.settings, personId: person });
        }}
      >
        <NumberInput label={t('desk.person')} allowDecimal={false} allowNegative={false} value={person ?? ''} onChange={(next) => setPerson(typeof next === 'number' ? next : null)} />
        <Button type="submit" variant="light" disabled={disabled || person === null} loading={attempt.isPending}>
          {t('desk.tryGo')}
        </Button>
      </form>
      {attempt.error ? <Alert color="red">{wordsFor(attempt.error)}</Alert> : null}
      {attempt.data ? <p role="status">{t('desk.tried', { before: named(attempt.data.before).tier, firesBefore: named(attempt.data.before).fires, after: named(attempt.data.after).tier, firesAfter: named(attempt.data.after).fires })}</p> : null}
    </Section>
  );
}

function Saving({ version, edit, disabled, onSaved }: { version: VersionSummary; edit: RuleEdit; disabled: boolean; onSaved: (version: number) => void }): ReactElement {
  const { t } = useTranslation('rules');
  const mayPublish = useMay('rules.publish');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [note, setNote] = useState(version.note);
  const [from, setFrom] = useState<ReturnType<typeof todayInChina> | null>(todayInChina());
  const isDraft = version.state === 'draft';
  const isChanged = edit.changes.length > 0 || edit.settings !== undefined;
  const finished = (words: string, next: VersionSummary) => {
    void queries.invalidateQueries({ queryKey: [listRuleVersions.path] });
    void queries.invalidateQueries({ queryKey: [readRuleVersion.path] });
    toastDone(t(words, { version: next.version }));
    onSaved(next.version);
  };
  const fail = { onError: (error: Error) => toastFailed(wordsFor(error)) };
  const save = useAct(saveRuleDraft, (next) => finished('desk.saved', next));
  const publish = useAct(publishRules, (next) => finished('desk.published', next));
  return (
    <Card>
      <div className={css['fields']}>
        <TextInput label={t('desk.noteLabel')} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Button disabled={disabled || (!isDraft && !isChanged)} loading={save.isPending} onClick={() => save.mutate({ version: version.version, changes: [...edit.changes], settings: edit.settings, note }, fail)}>
          {t('desk.draft')}
        </Button>
        {isDraft && mayPublish && !isChanged ? (
          <>
            <DayField label={t('desk.publishFrom')} value={from} onChange={setFrom} />
            <Button color="green" disabled={from === null} loading={publish.isPending} onClick={() => from && publish.mutate({ version: version.version, validFrom: from }, fail)}>
              {t('desk.publish')}
            </Button>
          </>
        ) : null}
      </div>
    </Card>
  );
}

function Versions({ versions, onRolledBack }: { versions: readonly VersionSummary[]; onRolledBack: (version: number) => void }): ReactElement {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const mayPublish = useMay('rules.publish');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const rollBack = useAct(rollBackRules, (next) => {
    void queries.invalidateQueries({ queryKey: [listRuleVersions.path] });
    toastDone(t('desk.rolledBack', { version: next.version }));
    onRolledBack(next.version);
  });
  return (
    <Section title={t('desk.history')}>
      <ul className={css['list']}>
        {versions.map((one) => (
          <li key={one.version} className={css['head']}>
            <strong>{t('desk.versionNamed', { version: one.version, state: t(`state.${one.state}`) })}</strong>
            {one.inForce ? <StatusBadge tone="good">{t('desk.inForce')}</StatusBadge> : null}
            {one.validFrom ? <span>{t('desk.validFrom', { day: format.day(one.validFrom) })}</span> : null}
            {one.state === 'published' && one.validFrom !== null && one.validFrom > todayInChina() ? <StatusBadge tone="info">{t('desk.future')}</StatusBadge> : null}
            {one.basedOn ? <span className={css['note']}>{t('desk.basedOn', { version: one.basedOn })}</span> : null}
            <span className={css['note']}>{one.note}</span>
            {mayPublish && one.state === 'published' && !one.inForce ? (
              <Button size="xs" variant="default" loading={rollBack.isPending} onClick={() => rollBack.mutate({ version: one.version }, { onError: (error) => toastFailed(wordsFor(error)) })}>
                {t('desk.rollBack')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
