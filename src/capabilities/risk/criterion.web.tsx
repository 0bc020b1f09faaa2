import { Textarea } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { checkCriterion } from '../../kernel/expression/check.ts';
import type { Fault } from '../../kernel/expression/fault.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { NumberField } from '../../platform/ui/number-field.web.tsx';
import css from './card.module.css';
import type { RuleText, Vocabulary } from './desk.ts';
import { writtenUnit } from './plain-words.ts';
import { thresholdsIn, withThreshold } from './thresholds.ts';

export function faultsOf(text: string, vocabulary: Vocabulary): readonly Fault[] {
  const checked = checkCriterion(text, vocabulary);
  return checked.ok ? [] : checked.faults;
}

const signs: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '!=': '≠' };

interface CriterionProps {
  readonly rule: RuleText;
  readonly text: string;
  readonly vocabulary: Vocabulary;
  readonly disabled: boolean;
  readonly onChange: (text: string) => void;
}

/** Thresholds as numbers with their units; the text itself for whoever wants more, its faults shown in place. */
export function CriterionEditor({ rule, text, vocabulary, disabled, onChange }: CriterionProps): ReactElement {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const faults = faultsOf(text, vocabulary);
  const thresholds = thresholdsIn(text, vocabulary);
  const coreTitle = [...new Set([...text.matchAll(/%(\w+)/g)].map(([, fact = '']) => format.text(vocabulary[fact]?.title ?? { zh: fact, en: fact })))].join(' · ');
  const condition = rule.onlyIf?.replaceAll(/%(\w+)/g, (_, fact: string) => format.text(vocabulary[fact]?.title ?? { zh: fact, en: fact }));
  return (
    <div>
      <div className={css['head']}>
        <StatusBadge tone={rule.tier === 'high' ? 'bad' : rule.tier === 'mid' ? 'warning' : 'neutral'}>{rule.id.replace(/^core\..*/, t('desk.coreOne'))}</StatusBadge>
        <strong>{rule.kind === 'core' ? coreTitle : format.text(rule.title)}</strong>
        {rule.kind === 'urgent' ? <span>{t('desk.urgent')}</span> : null}
        {condition ? <span className={css['note']}>{t('desk.onlyIf', { condition })}</span> : null}
        {rule.unconfirmed ? <StatusBadge tone="info">{t('desk.unconfirmed')}</StatusBadge> : null}
        {text === rule.when ? null : <StatusBadge tone="info">{t('desk.changed')}</StatusBadge>}
      </div>
      <div className={css['fields']}>
        {thresholds.map((threshold, i) => (
          <NumberField
            key={i}
            disabled={disabled}
            label={`${format.text(vocabulary[threshold.fact]?.title ?? { zh: threshold.fact, en: threshold.fact })} ${signs[threshold.operator] ?? threshold.operator}${writtenUnit(threshold.unit) === '' ? '' : ` (${writtenUnit(threshold.unit).trim()})`}`}
            value={threshold.value}
            onChange={(value) => (value === null || value < 0 ? undefined : onChange(withThreshold(text, threshold, value)))}
          />
        ))}
      </div>
      <details>
        <summary>{t('desk.text')}</summary>
        <Textarea aria-label={`${rule.id} ${t('desk.text')}`} classNames={{ input: css['editor'] ?? '' }} autosize minRows={1} disabled={disabled} value={text} onChange={(event) => onChange(event.currentTarget.value)} error={faults.length > 0} />
      </details>
      {faults.map((fault, i) => (
        <FaultLine key={i} fault={fault} text={text} />
      ))}
    </div>
  );
}

function FaultLine({ fault, text }: { fault: Fault; text: string }): ReactElement {
  const { t } = useTranslation('rules');
  const [start, end] = fault.at;
  return (
    <p className={css['fault']} role="alert">
      {t(`fault.${fault.code}`, fault.params)} <code>{text.slice(Math.max(0, start - 20), start)}</code>
      <mark>{text.slice(start, Math.max(end, start + 1)) || '␣'}</mark>
      <code>{text.slice(Math.max(end, start + 1), end + 20)}</code>
    </p>
  );
}
