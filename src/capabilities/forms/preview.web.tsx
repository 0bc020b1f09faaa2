import { Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Filling } from './filling/filling.web.tsx';
import type { Form } from './form.ts';
import css from './forms.module.css';

/** The form as a phone shows it: it can be tried, nothing is kept. */
export function PhonePreview({ form }: { form: Form }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  return (
    <section className={css['phone']} aria-label={t('form.preview')} tabIndex={0}>
      <Title order={2} size="h3" mb="sm">{format.text(form.title)}</Title>
      <Filling form={form} />
    </section>
  );
}
