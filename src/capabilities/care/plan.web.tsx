import { Button, Group, SegmentedControl, Table, Text } from '@mantine/core';
import { IconPencil, IconPrinter, IconSignature } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import type { PersonId } from '../people/people.ts';
import css from './care.module.css';
import { PlanEditor } from './plan-editor.web.tsx';
import { agreePlan, linesOf, listPlans, planTemplates, sections, signPlan, type Part, type PlanContent, type PlanLine, type PlanState, type PlanView } from './plans.ts';

const tones: Record<PlanState, Tone> = { draft: 'neutral', signing: 'warning', 'in-force': 'good', superseded: 'neutral' };

/** The team's plan for one person: what is in force, what is being written, who signed, what changed. */
export function PlanSection({ personId }: { personId: PersonId }): ReactElement {
  const plans = useAsk(listPlans, { personId });
  return <Loaded query={plans}>{({ versions, mayDo }) => <Versions personId={personId} versions={versions} mayDo={mayDo} />}</Loaded>;
}

interface VersionsProps {
  readonly personId: PersonId;
  readonly versions: readonly PlanView[];
  readonly mayDo: readonly Part[];
}

function Versions({ personId, versions, mayDo }: VersionsProps): ReactElement {
  const { t } = useTranslation('care');
  const may = useMay('care.plan');
  const [shown, setShown] = useState<number | null>(null);
  const [editing, setEditing] = useState<PlanContent | null>(null);
  const open = versions.find(({ version }) => version === shown) ?? versions[0];
  const draft = versions.find(({ state }) => state === 'draft' || state === 'signing') ?? null;
  if (editing !== null) return <PlanEditor personId={personId} start={editing} basis={draft ?? versions[0] ?? null} seen={draft?.changedAt ?? null} onClose={() => setEditing(null)} />;
  if (open === undefined) return <Begin may={may} onBegin={setEditing} />;
  return (
    <Section
      title={t('plan.title')}
      note={t('plan.note')}
      actions={
        <Group gap="xs">
          {versions.length > 1 ? <SegmentedControl size="xs" aria-label={t('plan.versions')} value={String(open.version)} onChange={(value) => setShown(Number(value))} data={versions.slice(0, 5).map(({ version }) => ({ value: String(version), label: t('plan.version', { version }) }))} /> : null}
          {may ? <Button size="compact-md" variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEditing((draft ?? open).content)}>{t(draft === null ? 'plan.revise' : 'plan.edit')}</Button> : null}
          <Button size="compact-md" variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>{t('print')}</Button>
        </Group>
      }
    >
      <OpenVersion personId={personId} plan={open} mayDo={may ? mayDo : []} />
    </Section>
  );
}

/** Content helps, people decide: a plan begins with a template of the condition, or with nothing. */
function Begin({ may, onBegin }: { may: boolean; onBegin: (content: PlanContent) => void }): ReactElement {
  const { t } = useTranslation('care');
  const format = useFormat();
  const templates = useAsk(planTemplates, {});
  return (
    <Section title={t('plan.title')} note={t('plan.note')}>
      <EmptyState title={t('plan.none')} action={may ? <Group justify="center">{(templates.data ?? []).map(({ id, title, content }) => <Button key={id} variant="light" onClick={() => onBegin(content)}>{t('plan.begin', { title: format.text(title) })}</Button>)}</Group> : null}>
        {t('plan.noneWhy')}
      </EmptyState>
    </Section>
  );
}

function OpenVersion({ personId, plan, mayDo }: { personId: PersonId; plan: PlanView; mayDo: readonly Part[] }): ReactElement {
  const { t } = useTranslation('care');
  const format = useFormat();
  return (
    <div className={css['stack']}>
      <Group gap="sm">
        <StatusBadge tone={tones[plan.state]}>{t(`plan.states.${plan.state}`)}</StatusBadge>
        <Text size="sm" c="dimmed">{t('plan.changed', { version: plan.version, name: plan.changedByName, at: format.moment(plan.changedAt) })}</Text>
        <Text size="sm">{t('plan.review', { day: format.day(plan.reviewOn) })}</Text>
      </Group>
      <PlanLines lines={linesOf(plan.content)} />
      <Changes plan={plan} />
      <Signatures personId={personId} plan={plan} mayDo={mayDo} />
    </div>
  );
}

/** A line of a plan with the name of what it is about, where its words do not say it. */
function useLineWords(): (line: Pick<PlanLine, 'section' | 'key' | 'text'>) => string {
  const { t } = useTranslation('care');
  return ({ section, key, text }) => (section === 'nutrition' && key !== 'text' ? t(`plan.nutrition.${key}`, { text }) : text);
}

export function PlanLines({ lines }: { lines: readonly PlanLine[] }): ReactElement {
  const { t } = useTranslation('care');
  const wordsOf = useLineWords();
  return (
    <dl className={css['plan']}>
      {sections.filter((section) => lines.some((line) => line.section === section)).map((section) => (
        <div key={section}>
          <dt>{t(`plan.sections.${section}`)}</dt>
          <dd>
            <ul className={css['plain']}>
              {lines.filter((line) => line.section === section).map((line) => <li key={line.key}>{wordsOf(line)}</li>)}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Changes({ plan }: { plan: PlanView }): ReactElement | null {
  const { t } = useTranslation('care');
  const wordsOf = useLineWords();
  if (plan.changes.length === 0) return null;
  return (
    <details>
      <summary>{t('plan.changes', { count: plan.changes.length })}</summary>
      <ul className={css['plain']}>
        {plan.changes.map(({ section, key, before, after }) => (
          <li key={`${section} ${key}`}>
            <Text size="sm" span c="dimmed">{t(`plan.sections.${section}`)} </Text>
            {before === null ? null : <del>{wordsOf({ section, key, text: before })}</del>} {after === null ? null : <ins>{wordsOf({ section, key, text: after })}</ins>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Signatures({ personId, plan, mayDo }: { personId: PersonId; plan: PlanView; mayDo: readonly Part[] }): ReactElement {
  const { t } = useTranslation('care');
  const format = useFormat();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const renew = () => {
    for (const path of [listPlans.path, '/api/worklist', '/api/worklist/counts', '/api/care/persons/:personId/pathway']) void queries.invalidateQueries({ queryKey: [path] });
  };
  const sign = useAct(signPlan);
  const agree = useAct(agreePlan);
  const failed = (error: unknown) => toastFailed(wordsFor(error));
  const open = plan.state === 'draft' || plan.state === 'signing';
  return (
    <Table aria-label={t('plan.team')}>
      <Table.Tbody>
        {plan.team.map((part) => {
          const signed = plan.signatures.find((one) => one.part === part);
          return (
            <Table.Tr key={part}>
              <Table.Th scope="row">{t(`plan.parts.${part}`)}</Table.Th>
              <Table.Td>
                {signed ? t('plan.signed', { name: signed.name, at: format.moment(signed.signedAt) }) : open && mayDo.includes(part) ? (
                  <Button size="compact-sm" leftSection={<IconSignature size={16} aria-hidden />} loading={sign.isPending} onClick={() => sign.mutate({ personId, version: plan.version, part, seen: plan.changedAt }, { onError: failed, onSuccess: (after) => {
                    renew();
                    toastDone(t(after.state === 'in-force' ? 'plan.nowInForce' : 'plan.kept'));
                  } })}>{t('plan.sign')}</Button>
                ) : t('plan.waiting')}
              </Table.Td>
            </Table.Tr>
          );
        })}
        <Table.Tr>
          <Table.Th scope="row">{t('plan.parts.person')}</Table.Th>
          <Table.Td>
            {plan.agreedOn === null ? mayDo.length > 0 && plan.state !== 'superseded' ? (
              <Group gap="xs">{(['in-person', 'phone'] as const).map((how) => <Button key={how} size="compact-sm" variant="default" loading={agree.isPending} onClick={() => agree.mutate({ personId, version: plan.version, how }, { onError: failed, onSuccess: renew })}>{t(`plan.agree.${how}`)}</Button>)}</Group>
            ) : t('plan.notAgreed') : t('plan.agreed', { day: format.day(plan.agreedOn), how: t(`plan.how.${plan.agreedHow ?? 'in-person'}`) })}
          </Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  );
}
