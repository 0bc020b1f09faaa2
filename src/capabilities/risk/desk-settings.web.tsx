import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useFormat } from '../../platform/ui/format.web.ts';
import { NumberField } from '../../platform/ui/number-field.web.tsx';
import { Section } from '../../platform/ui/page.web.tsx';
import css from './card.module.css';
import type { Difference, readRuleVersion, RuleSettings } from './desk.ts';
import { Every, tiers } from './tier-rules.ts';

export type VersionRead = z.output<typeof readRuleVersion.output>;

/** How often each tier is contacted, and what the way down asks for. */
export function SettingsSection({ settings, disabled, onChange }: { settings: RuleSettings; disabled: boolean; onChange: (settings: RuleSettings) => void }): ReactElement {
  const { t } = useTranslation('rules');
  const days = ['apartDays', 'overDays', 'stayDays'] as const;
  return (
    <Section title={t('desk.settings')}>
      <div className={css['filters']}>
        {tiers.toReversed().map((tier) => (
          <Select
            key={tier}
            disabled={disabled}
            allowDeselect={false}
            label={t('desk.contact', { tier: t(`risk:tier.${tier}`) })}
            value={settings.every[tier]}
            onChange={(next) => onChange({ ...settings, every: { ...settings.every, [tier]: Every.catch(settings.every[tier]).parse(next) } })}
            data={Every.options.map((every) => ({ value: every, label: t(`desk.every.${every}`) }))}
          />
        ))}
        {days.map((name) => (
          <NumberField key={name} disabled={disabled} label={t(`desk.${name}`)} value={settings[name]} onChange={(value) => (value === null || value < 0 ? undefined : onChange({ ...settings, [name]: Math.round(value) }))} />
        ))}
      </div>
    </Section>
  );
}

/** What this version says otherwise than the one it is based on. */
export function Differences({ version }: { version: VersionRead }): ReactElement | null {
  const { t } = useTranslation('rules');
  if (version.basedOn === null) return null;
  return (
    <Section title={t('desk.differences', { version: version.basedOn })}>
      {version.differences.length === 0 ? (
        <p className={css['note']}>{t('desk.same')}</p>
      ) : (
        <ul className={css['list']}>
          {version.differences.map((difference) => (
            <li key={difference.id}>
              <DifferenceLine difference={difference} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function DifferenceLine({ difference: { id, title, before, after } }: { difference: Difference }): ReactElement {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const [name, tier] = id.split('.');
  const isEvery = name === 'every';
  const label = title ? `${id} ${format.text(title)}` : isEvery ? t('desk.contact', { tier: t(`risk:tier.${tier ?? ''}`) }) : t(`desk.${id}`);
  const words = (value: string) => (isEvery ? t(`desk.every.${value}`) : value);
  return (
    <>
      <strong>{label}</strong>
      <p className={css['difference']}>
        <del>{words(before)}</del> <span aria-hidden>→</span> <ins>{words(after)}</ins>
      </p>
    </>
  );
}
