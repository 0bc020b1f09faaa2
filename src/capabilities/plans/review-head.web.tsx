import { Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { memo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Day } from '../../kernel/day.ts';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import type { Draft } from './draft.ts';
import { settings, Setting } from './plan.ts';
import css from './review.module.css';
import { LinesField } from './review-fields.web.tsx';
import { Part } from './review-lists.web.tsx';
import { useReviewing } from './reviewing.web.tsx';

type Head = Pick<Draft, 'title' | 'setting' | 'period' | 'target_population' | 'safeguards' | 'evaluation'>;

/** What the plan is called, for whom and when it is. */
export const HeadPart = memo(function HeadPart({ title, setting, period, target_population, safeguards, evaluation }: Head): ReactElement {
  const { t } = useTranslation('plans');
  const { edit, readOnly } = useReviewing();
  const set = (patch: Partial<Head>, field: string) => edit((draft) => ({ ...draft, ...patch }), `head.${field}`);
  const setDay = (end: 'start' | 'end', day: Day | null) => {
    const { [end]: _, ...rest } = period;
    set({ period: day === null ? rest : { ...rest, [end]: day } }, end);
  };
  const lines = { target_population, safeguards, evaluation };
  const [opened, setOpened] = useState(false);
  const toggle = (
    <Button size="compact-sm" variant="subtle" aria-expanded={opened} rightSection={opened ? <IconChevronUp size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />} onClick={() => setOpened(!opened)}>
      {t(opened ? 'review.headClose' : 'review.headOpen')}
    </Button>
  );
  if (!opened) {
    return (
      <Part id="head" title={t('review.head')} actions={toggle}>
        <Text size="sm">{[t(`settings.${setting}`), period.text, ...target_population].filter((words) => words !== '').join(' · ')}</Text>
      </Part>
    );
  }
  return (
    <Part id="head" title={t('review.head')} actions={toggle}>
      <div className={css['form']}>
        <div className={css['whole']}>
          <TextInput label={t('fields.title')} required disabled={readOnly} value={title} maxLength={300} onChange={(event) => set({ title: event.currentTarget.value }, 'title')} error={title.trim() === '' ? t('fields.needed') : null} />
        </div>
        <NativeSelect label={t('fields.setting')} disabled={readOnly} value={setting} data={settings.map((one) => ({ value: one, label: t(`settings.${one}`) }))} onChange={(event) => set({ setting: Setting.parse(event.currentTarget.value) }, 'setting')} />
        <TextInput label={t('fields.period.text')} disabled={readOnly} value={period.text} onChange={(event) => set({ period: { ...period, text: event.currentTarget.value } }, 'period')} />
        <DayField label={t('fields.period.start')} disabled={readOnly} value={Day.safeParse(period.start).data ?? null} onChange={(day) => setDay('start', day)} />
        <DayField label={t('fields.period.end')} disabled={readOnly} value={Day.safeParse(period.end).data ?? null} onChange={(day) => setDay('end', day)} />
        {(['target_population', 'safeguards', 'evaluation'] as const).map((name) => (
          <div key={name} className={css['whole']}>
            <LinesField label={t(`fields.${name}`)} required={false} disabled={readOnly} error={null} value={lines[name]} onChange={(value) => set({ [name]: value }, name)} />
          </div>
        ))}
      </div>
    </Part>
  );
});
