import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import type { PersonId } from '../people/people.ts';
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
  const mayCorrect = useMay('records.correct');
  const { code, effectiveAt, source } = observation;
  const versions = useAsk(observationVersions, { personId, code, effectiveAt, source });
  return (
    <Modal opened onClose={onClose} title={words.title(code)} size="lg" closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Stack>
        {mayCorrect ? <Correction personId={personId} observation={observation} words={words} onClose={onClose} /> : null}
        <Loaded query={versions} rows={2}>
          {(all) => <VersionList versions={all.map((version) => ({ ...version, text: words.value({ ...version, code }) }))} />}
        </Loaded>
      </Stack>
    </Modal>
  );
}

function Correction({ personId, observation, words, onClose }: Props): ReactElement {
  const { t } = useTranslation('records');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const code = words.codes.get(observation.code);
  const [texts, setTexts] = useState([String(observation.value), observation.value2 === null ? '' : String(observation.value2)]);
  const [reason, setReason] = useState('');
  const [confirmed, setConfirmed] = useState(false);
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
  const missing = reason.trim().length < 2;
  const problem = correct.error ?? withdraw.error;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const [value, value2] = numbers;
        if (missing || value === null || value === undefined || value2 === undefined) return;
        correct.mutate({ ...common, to: { value, value2, unit: null, confirmed }, effectiveAt: observation.effectiveAt }, { onError: () => setConfirmed(true) });
      }}
    >
      <Stack gap="sm">
        <div className={css['inputs']}>
          {(code?.kind === 'pair' ? [0, 1] : [0]).map((i) => (
            <TextInput
              key={i}
              className={css['narrow'] ?? ''}
              label={i === 0 ? t('correction.value') : t('correction.second')}
              inputMode="decimal"
              value={texts[i] ?? ''}
              error={numbers[i] === undefined ? t('common:notANumber') : null}
              onChange={(event) => {
                const typed = event.currentTarget.value;
                setTexts((before) => before.map((text, at) => (at === i ? typed : text)));
                setConfirmed(false);
              }}
            />
          ))}
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
          <Button type="submit" disabled={missing} loading={correct.isPending}>
            {t('correction.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
