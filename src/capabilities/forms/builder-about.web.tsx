import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../platform/ui/page.web.tsx';
import { Form } from './form.ts';
import css from './forms.module.css';

/** What the whole form is called, asks about, and who may read its answers. */
export function AboutForm({ form, onChange }: { form: Form; onChange: (form: Form) => void }): ReactElement {
  const { t } = useTranslation('forms');
  const words = (key: 'title' | 'description', language: 'zh' | 'en') => (text: string) => {
    const before = form[key];
    const next = { zh: before?.zh ?? '', en: before?.en ?? '', [language]: text };
    if (key === 'title') onChange({ ...form, title: { zh: next.zh || next.en || ' ', en: next.en || next.zh || ' ' } });
    else onChange({ ...form, description: next.zh === '' && next.en === '' ? null : { zh: next.zh || next.en, en: next.en || next.zh } });
  };
  return (
    <Section title={t('builder.about')}>
      <div className={css['fields']}>
        <TextInput label={t('builder.titleZh')} value={form.title.zh} onChange={(event) => words('title', 'zh')(event.currentTarget.value)} />
        <TextInput label={t('builder.titleEn')} lang="en" value={form.title.en} onChange={(event) => words('title', 'en')(event.currentTarget.value)} />
        <Textarea label={t('builder.descriptionZh')} autosize value={form.description?.zh ?? ''} onChange={(event) => words('description', 'zh')(event.currentTarget.value)} />
        <Textarea label={t('builder.descriptionEn')} lang="en" autosize value={form.description?.en ?? ''} onChange={(event) => words('description', 'en')(event.currentTarget.value)} />
        <NativeSelect label={t('bank.kind')} value={form.kind} onChange={(event) => onChange({ ...form, kind: Form.shape.kind.parse(event.currentTarget.value) })} data={Form.shape.kind.options.map((one) => ({ value: one, label: t(`kinds.${one}`) }))} />
        <NativeSelect label={t('form.label')} value={form.label} onChange={(event) => onChange({ ...form, label: Form.shape.label.parse(event.currentTarget.value) })} data={(['ordinary', 'sensitive', 'sealed'] as const).map((one) => ({ value: one, label: t(`labels.${one}`) }))} />
      </div>
    </Section>
  );
}
