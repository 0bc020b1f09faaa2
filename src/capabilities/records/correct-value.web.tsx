import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import type { PersonId } from '../people/people.ts';
import { writtenUnit } from './entry-units.ts';
import { dayInChina, momentInChina, timeInChina } from './moments.ts';
import { correctObservation, observationVersions, withdrawObservation, type ObservationView } from './observations.ts';
import css from './records.module.css';
import type { RecordWords } from './record-words.web.ts';
import { typedNumber } from './typing.ts';
import { VersionList } from './versions.web.tsx';

interface Props {
  readonly personId: PersonId;
  readonly observation: ObservationView;
  readonly words: RecordWords;
  readonly onClose: () => void;
}

/** A value's history, and, for whoever may, another value in its place with the reason. */
export function ValueDialog({ personId, observation, words, onClose }: Props): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const mayCorrect = useMay('records.correct');
  const { code, effectiveAt, source } = observation;
  const versions = useAsk(observationVersions, { personId, code, effectiveAt, source });
  return (
    <Modal opened onClose={onClose} title={words.title(code)} size="lg" closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Stack>
        {mayCorrect ? <Correction personId={personId} observation={observation} words={words} onClose={onClose} /> : null}
        <Loaded query={versions} rows={2}>
          {(all) => <VersionList versions={all.map((version) => ({ ...version, text: [words.value({ ...version, code }), words.typed(version.typed), version.effectiveAt === effectiveAt ? null : format.moment(version.effectiveAt)].filter((part) => part !== null).join(' · ') }))} />}
        </Loaded>
      </Stack>
    </Modal>
  );
}

/** What stands in the form before anything is changed: the value as it was typed, in its unit, at its moment. */
function typedBefore({ value, value2, typed, effectiveAt }: ObservationView) {
  const [first, second] = typed === null ? [value, value2] : [typed.value, typed.value2];
  return { texts: [String(first), second === null ? '' : String(second)], unit: typed?.unit ?? null, day: dayInChina(effectiveAt), time: timeInChina(effectiveAt) };
}

function Correction({ personId, observation, words, onClose }: Props): ReactElement {
  const { t } = useTranslation('records');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const code = words.codes.get(observation.code);
  const before = typedBefore(observation);
  const [{ texts, unit, day, time }, setTyped] = useState(before);
  const [reason, setReason] = useState('');
  const [confirmed, setConfirmed] = useState(false);
  const change = (patch: Partial<typeof before>) => {
    setTyped((now) => ({ ...now, ...patch }));
    setConfirmed(false);
  };
  const done = async (message: string) => {
    await queries.invalidateQueries();
    toastDone(message);
    onClose();
  };
  const correct = useAct(correctObservation, () => done(t('correction.done')));
  const withdraw = useAct(withdrawObservation, () => done(t('correction.withdrawn')));
  const key = { code: observation.code, effectiveAt: observation.effectiveAt, source: observation.source };
  const common = { personId, key, seen: observation.recordedAt, reason };
  const numbers = texts.map(typedNumber);
  // A moment that was left as it was keeps its seconds.
  const effectiveAt = day === before.day && time === before.time ? observation.effectiveAt : momentInChina(day, time);
  const missing = reason.trim().length < 2;
  const problem = correct.error ?? withdraw.error;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const [value, value2] = numbers;
        if (missing || value === null || value === undefined || value2 === undefined || effectiveAt === null) return;
        correct.mutate({ ...common, to: { value, value2, unit, confirmed }, effectiveAt }, { onError: () => setConfirmed(true) });
      }}
    >
      <Stack gap="sm">
        <div className={css['filters']}>
          {code?.kind === 'coded' ? (
            <NativeSelect label={t('correction.value')} value={texts[0] ?? ''} onChange={(event) => change({ texts: [event.currentTarget.value, ''] })} data={code.answers.map((answer) => ({ value: String(answer.value), label: words.value({ code: code.code, value: answer.value, value2: null }) }))} />
          ) : (
            (code?.kind === 'pair' ? [0, 1] : [0]).map((i) => (
              <TextInput
                key={i}
                className={css['narrow'] ?? ''}
                label={code?.kind === 'pair' ? t(`components.${code.components[i] ?? ''}`) : t('correction.value')}
                inputMode="decimal"
                value={texts[i] ?? ''}
                error={numbers[i] === undefined ? t('common:notANumber') : null}
                onChange={(event) => change({ texts: texts.with(i, event.currentTarget.value) })}
              />
            ))
          )}
          {code && code.units.length > 1 ? (
            <NativeSelect label={t('correction.unit')} value={unit ?? code.unit ?? ''} onChange={(event) => change({ unit: event.currentTarget.value === code.unit ? null : event.currentTarget.value })} data={code.units.map(({ ucum }) => ({ value: ucum, label: writtenUnit(ucum) }))} />
          ) : null}
          <DayField label={t('enter.day')} required value={day} onChange={(next) => next && change({ day: next })} />
          <TextInput label={t('enter.time')} className={css['narrow'] ?? ''} value={time} error={effectiveAt === null ? t('form.wrong') : null} onChange={(event) => change({ time: event.currentTarget.value.normalize('NFKC') })} />
        </div>
        <TextInput label={t('correction.reason')} description={t('correction.why')} required value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        {problem ? (
          <div role="alert" className={css['bad']}>
            {wordsFor(problem)}
          </div>
        ) : null}
        <Group justify="space-between">
          <Button variant="default" disabled={missing} loading={withdraw.isPending} onClick={() => withdraw.mutate(common)}>
            {t('correction.withdraw')}
          </Button>
          <Button type="submit" disabled={missing || effectiveAt === null} loading={correct.isPending}>
            {t('correction.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
