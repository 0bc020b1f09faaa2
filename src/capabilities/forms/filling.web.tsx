import { Alert, Button, Fieldset, Group, Progress, Stack, Text } from '@mantine/core';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import type { Answers } from './answers.ts';
import { withoutRow, withRow, withValues } from './entering.ts';
import { fillForm, type Instance } from './fill.ts';
import { isQuestion, type Form } from './form.ts';
import type { Context } from './names.ts';
import { prepareForm, type PreparedForm } from './prepare.ts';
import { Question } from './question.web.tsx';
import { faultsOf, initialAnswers, progressOf, type AnswerFault } from './validity.ts';

interface FillingProps {
  readonly form: Form;
  readonly context?: Context;
  readonly start?: Answers | null;
  readonly busy?: boolean;
  /** Told of every change: to keep it, or to look at it. */
  readonly onChange?: (answers: Answers) => void;
  /** Without it nothing can be sent: a preview. */
  readonly onSubmit?: (answers: Answers) => void;
}

/** A form being filled in. What is asked follows the answers; faults are told when it is to be sent. */
export function Filling({ form, ...rest }: FillingProps): ReactElement | null {
  const prepared = useMemo(() => prepareForm(form), [form]);
  const { t } = useTranslation('forms');
  return prepared.ok ? <Fields key={form.id} prepared={prepared.prepared} {...rest} /> : <Text c="dimmed">{t('fill.unsound')}</Text>;
}

function Fields({ prepared, context = {}, start = null, busy = false, onChange, onSubmit }: Omit<FillingProps, 'form'> & { prepared: PreparedForm }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const [answers, setAnswers] = useState<Answers>(() => start ?? initialAnswers(prepared, context));
  const [told, setTold] = useState(false);
  const top = useRef<HTMLFormElement>(null);
  const filled = fillForm(prepared, { answers, context });
  const faults = told ? faultsOf(filled, answers) : [];
  const progress = progressOf(filled);
  const change = (next: Answers) => {
    setAnswers(next);
    onChange?.(next);
  };
  const send = () => {
    const found = faultsOf(filled, answers);
    setTold(true);
    if (found.length === 0) return onSubmit?.(answers);
    requestAnimationFrame(() => top.current?.querySelector<HTMLElement>(`[data-place="${CSS.escape(found[0]?.place ?? '')}"]`)?.scrollIntoView({ block: 'center' }));
  };
  return (
    <form ref={top} noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
      <Stack gap="lg">
        {prepared.form.description === null ? null : <Text>{format.text(prepared.form.description)}</Text>}
        {filled.roots.map((root) => <Part key={root.place} instance={root} answers={answers} faults={faults} onChange={change} />)}
        {faults.length > 0 ? <Alert color="red" role="alert">{t('fill.faults', { count: faults.length })}</Alert> : null}
        <Progress value={progress.share * 100} aria-label={t('fill.progress', { answered: progress.answered, asked: progress.asked })} />
        {onSubmit ? <Button type="submit" size="lg" loading={busy}>{t('fill.send')}</Button> : null}
      </Stack>
    </form>
  );
}

interface PartProps {
  readonly instance: Instance;
  readonly answers: Answers;
  readonly faults: readonly AnswerFault[];
  readonly onChange: (answers: Answers) => void;
}

function Part({ instance, answers, faults, onChange }: PartProps): ReactElement | null {
  const format = useFormat();
  const words = useFaultWords();
  const { item, place, children } = instance;
  if (!instance.enabled || item.hidden) return null;
  const below = children.map((child) => <Part key={child.place} instance={child} answers={answers} faults={faults} onChange={onChange} />);
  const picture = item.picture === null ? null : <img src={item.picture.url} alt={item.picture.title === null ? '' : format.text(item.picture.title)} style={{ maxWidth: '100%' }} />;
  if (item.type === 'display') return <>{picture}<Text>{item.text === null ? '' : format.text(item.text)}</Text></>;
  if (!isQuestion(item)) return <Rows instance={instance} answers={answers} onChange={onChange}>{below}</Rows>;
  const fault = faults.find((one) => one.place === place);
  return (
    <div data-place={place}>
      {picture}
      <Question instance={instance} error={fault === undefined ? null : words(fault)} onChange={(values) => onChange(withValues(answers, instance, values))} />
      {children.length > 0 ? <Stack mt="sm">{below}</Stack> : null}
    </div>
  );
}

function Rows({ instance, answers, onChange, children }: Pick<PartProps, 'instance' | 'answers' | 'onChange'> & { children: ReactElement[] }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const { item } = instance;
  return (
    <Fieldset legend={item.text === null ? undefined : format.text(item.text)}>
      <Stack gap="lg">{children}</Stack>
      {item.repeats ? (
        <Group mt="sm">
          <Button variant="light" size="compact-sm" onClick={() => onChange(withRow(answers, instance))}>{t('fill.addRow')}</Button>
          <Button variant="subtle" size="compact-sm" onClick={() => onChange(withoutRow(answers, instance))}>{t('fill.removeRow')}</Button>
        </Group>
      ) : null}
    </Fieldset>
  );
}

function useFaultWords(): (fault: AnswerFault) => string {
  const { t } = useTranslation('forms');
  return ({ code, params }) => t(`faults.${code}`, params);
}
