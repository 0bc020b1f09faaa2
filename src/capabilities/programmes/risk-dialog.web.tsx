import { Alert, Button, Group, Modal, NativeSelect, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking, useAct, useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { NumberField } from '../../platform/ui/number-field.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { listIndicatorDefinitions } from '../indicators/indicators.ts';
import { openProgramme, RiskTrigger, type ProgrammeView } from './programmes.ts';
import { addRisk, judgeRisk } from './risk-register.ts';

type Risk = ProgrammeView['risks'][number];

interface Typed {
  readonly risk: string;
  readonly mitigations: string;
  readonly likelihood: number | null;
  readonly impact: number | null;
  readonly owner: string;
  readonly indicator: string | null;
  readonly when: RiskTrigger['when'];
  readonly level: number | null;
}

const blank: Typed = { risk: '', mitigations: '', likelihood: null, impact: null, owner: '', indicator: null, when: 'below', level: null };

function typedOf(risk: Risk | null): Typed {
  if (!risk) return blank;
  const { trigger } = risk;
  return { ...blank, risk: risk.risk, mitigations: risk.mitigations.join('\n'), likelihood: risk.likelihood, impact: risk.impact, owner: risk.owner ?? '', ...trigger };
}

function judgedOf({ risk, mitigations, likelihood, impact, owner, indicator, when, level }: Typed) {
  const lines = mitigations.split('\n').map((line) => line.trim());
  return { risk: risk.trim(), mitigations: lines.filter((line) => line !== ''), likelihood, impact, owner: owner.trim() || null, trigger: indicator === null || level === null ? null : { indicator, when, level } };
}

interface FieldsProps {
  readonly typed: Typed;
  readonly set: (patch: Partial<Typed>) => void;
}

/** Judge a risk, or write down a new one. A trigger counts only whole: indicator and level. */
export function RiskDialog({ programme, risk, onClose }: { programme: ProgrammeView; risk: Risk | null; onClose: () => void }): ReactElement {
  const { t } = useTranslation('riskRegister');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [typed, setTyped] = useState(() => typedOf(risk));
  const set = (patch: Partial<Typed>) => setTyped((before) => ({ ...before, ...patch }));
  const done = async ({ state }: { state: Risk['state'] }) => {
    await queries.invalidateQueries({ queryKey: asking(openProgramme, { programmeId: programme.programmeId }).queryKey });
    toastDone(t(state === 'open' && risk?.state !== 'open' ? 'firedNow' : 'saved'));
    onClose();
  };
  const [add, judge] = [useAct(addRisk, done), useAct(judgeRisk, done)];
  const complete = typed.risk.trim() !== '' && (typed.indicator === null || typed.level !== null);
  const send = () => (risk ? judge.mutate({ riskId: risk.riskId, ...judgedOf(typed) }) : add.mutate({ programmeId: programme.programmeId, ...judgedOf(typed) }));
  const error = add.error ?? judge.error;
  return (
    <Modal opened onClose={onClose} title={t(risk ? 'judge' : 'add')} size="lg" closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (complete) send();
        }}
      >
        <Stack gap="sm">
          <TextInput label={t('risk')} required maxLength={500} data-autofocus value={typed.risk} onChange={(event) => set({ risk: event.currentTarget.value })} />
          <Group grow>
            <ScoreField kind="likelihood" label={t('likelihoodLabel')} typed={typed} set={set} />
            <ScoreField kind="impact" label={t('impactLabel')} typed={typed} set={set} />
          </Group>
          <TextInput label={t('owner')} maxLength={200} value={typed.owner} onChange={(event) => set({ owner: event.currentTarget.value })} />
          <Textarea label={t('mitigations')} description={t('mitigationsHint')} autosize minRows={2} value={typed.mitigations} onChange={(event) => set({ mitigations: event.currentTarget.value })} />
          <TriggerFields typed={typed} set={set} />
          {error ? <Alert color="red">{wordsFor(error)}</Alert> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={add.isPending || judge.isPending} disabled={!complete}>
              {t('common:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function ScoreField({ kind, label, typed, set }: FieldsProps & { kind: 'likelihood' | 'impact'; label: string }): ReactElement {
  const { t } = useTranslation('riskRegister');
  const value = typed[kind];
  return (
    <NativeSelect
      label={label}
      value={value === null ? '' : String(value)}
      onChange={(event) => set({ [kind]: event.currentTarget.value === '' ? null : Number(event.currentTarget.value) })}
      data={[{ value: '', label: t('grade.none') }, ...[1, 2, 3, 4, 5].map((one) => ({ value: String(one), label: `${one} ${t(`${kind}.${one}`)}` }))]}
    />
  );
}

/** Indicator, side and level: what opens the risk by itself. */
function TriggerFields({ typed, set }: FieldsProps): ReactElement {
  const { t } = useTranslation('riskRegister');
  const format = useFormat();
  const definitions = useAsk(listIndicatorDefinitions, {});
  return (
    <>
      <Select
        label={t('trigger')}
        description={t('triggerHint')}
        placeholder={t('noTrigger')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('noTrigger') }}
        value={typed.indicator}
        onChange={(indicator) => set({ indicator })}
        data={(definitions.data ?? []).filter(({ measure }) => measure.by !== 'none').map(({ id, title }) => ({ value: id, label: format.text(title) }))}
      />
      {typed.indicator === null ? null : (
        <Group grow align="flex-end">
          <NativeSelect label={t('when')} value={typed.when} onChange={(event) => set({ when: RiskTrigger.shape.when.parse(event.currentTarget.value) })} data={RiskTrigger.shape.when.options.map((when) => ({ value: when, label: t(`whens.${when}`) }))} />
          <NumberField label={t('level')} value={typed.level} onChange={(level) => set({ level })} required />
        </Group>
      )}
    </>
  );
}
