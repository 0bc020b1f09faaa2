import { Button, Group, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { NumberField } from '../../platform/ui/number-field.web.tsx';
import { Section } from '../../platform/ui/page.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import css from './care.module.css';
import { changePathway, listPathways, Pathway, type PathwayView, type Step } from './pathways.ts';
import { TierBadge } from './tier-badge.web.tsx';

const tiers = ['high', 'mid', 'low'] as const;

/** The programme's own copy: whom it enrols, how much a day holds, and each step's rhythm. Open work follows within minutes. */
export function PathwayEditor({ view, onClose }: { view: PathwayView; onClose: () => void }): ReactElement {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [pathway, setPathway] = useState(view.pathway);
  const save = useAct(changePathway, () => queries.invalidateQueries({ queryKey: [listPathways.path] }));
  const checked = Pathway.safeParse(pathway);
  const change = (tier: (typeof tiers)[number], id: string, patch: Partial<Step>) =>
    setPathway((before) => ({ ...before, tiers: { ...before.tiers, [tier]: before.tiers[tier].map((step) => (step.id === id ? { ...step, ...patch } : step)) } }));
  return (
    <Section title={view.title} note={t('coverage.editNote')}>
      <form className={css['stack']} onSubmit={(event) => {
        event.preventDefault();
        if (checked.success) save.mutate({ programmeId: view.programmeId, version: view.version, pathway: checked.data }, { onError: (error) => toastFailed(wordsFor(error)), onSuccess: () => {
          toastDone(t('coverage.kept'));
          onClose();
        } });
      }}>
        <Group align="flex-end" gap="sm">
          <TextInput label={t('coverage.criterion')} value={pathway.criterion} w="22rem" maw="100%" onChange={(event) => setPathway({ ...pathway, criterion: event.currentTarget.value })} />
          <NumberField label={t('coverage.capacity')} value={pathway.capacity} onChange={(value) => setPathway({ ...pathway, capacity: value ?? 0 })} />
        </Group>
        {tiers.map((tier) => (
          <fieldset key={tier} className={css['rows']}>
            <legend><TierBadge tier={tier} /></legend>
            {pathway.tiers[tier].map((step) => <StepFields key={step.id} step={step} onChange={(patch) => change(tier, step.id, patch)} />)}
          </fieldset>
        ))}
        {checked.success ? null : <p role="alert" className={css['high']}>{t('coverage.wrong')}</p>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" disabled={!checked.success} loading={save.isPending}>{t('coverage.save')}</Button>
        </Group>
      </form>
    </Section>
  );
}

function StepFields({ step, onChange }: { step: Step; onChange: (patch: Partial<Step>) => void }): ReactElement {
  const { t } = useTranslation('care');
  const format = useFormat();
  const unit = step.every && 'days' in step.every ? 'days' : 'months';
  const amount = step.every === undefined ? null : 'days' in step.every ? step.every.days : step.every.months;
  const every = (count: number, of: string): Partial<Step> => ({ every: of === 'days' ? { days: count } : { months: count } });
  return (
    <div className={css['editRow']}>
      <span className={css['stepName']}>{format.text(step.title)}</span>
      <NumberField label={t('coverage.every')} value={amount} onChange={(value) => onChange(every(value ?? 0, unit))} />
      <Select label={t('coverage.unit')} allowDeselect={false} value={unit} data={[{ value: 'days', label: t('coverage.days') }, { value: 'months', label: t('coverage.months') }]} onChange={(of) => onChange(every(amount ?? 1, of ?? unit))} />
      <NumberField label={t('coverage.grace')} value={step.grace} onChange={(value) => onChange({ grace: value ?? 0 })} />
    </div>
  );
}
