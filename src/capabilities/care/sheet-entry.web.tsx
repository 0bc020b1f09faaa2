import { Button, Group, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { daysBetween, type Day } from '../../kernel/day.ts';
import { typedDay } from '../../kernel/typed-day.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { isFullPressure, typedNumber, typedPair } from '../records/typing.ts';
import css from './care.module.css';
import { DangerAction, type Sheet, type SheetContent } from './followup.ts';
import { ChoiceStep, NumberStep, onStepKey } from './sheet-fields.web.tsx';
import type { SheetState } from './sheet-state.web.ts';
import { flagIn, medicineUnchanged, nothingNew, numberIn, wordIn, type SheetAnswers } from './sheet.ts';

interface EntryProps {
  readonly sheet: Sheet;
  readonly content: SheetContent;
  readonly state: SheetState;
}

/** The fields of a routine visit in the order in which they are asked; Enter takes what is proposed. */
export function QuickEntry({ sheet, content, state }: EntryProps): ReactElement {
  return (
    <>
      <Figures sheet={sheet} content={content} state={state} />
      <Danger content={content} state={state} />
      <Symptoms content={content} state={state} />
      <Medicine sheet={sheet} state={state} />
      <NextDay sheet={sheet} state={state} />
    </>
  );
}

const textOf = (answers: SheetAnswers, linkId: string) => String(numberIn(answers, linkId) ?? '');

function Figures({ sheet, content, state }: EntryProps): ReactElement {
  const { t } = useTranslation('care');
  const { answers } = state.filled;
  const { danger, hypertension } = content.followup;
  const [sbp, setSbp] = useState(textOf(answers, 'systolic'));
  const [dbp, setDbp] = useState(textOf(answers, 'diastolic'));
  const [fpg, setFpg] = useState(textOf(answers, 'fasting-glucose'));
  const keep = (linkId: string, text: string) => {
    const value = typedNumber(text);
    state.set(linkId, typeof value === 'number' ? [value] : []);
  };
  const pressure = (linkId: 'systolic' | 'diastolic', show: (text: string) => void) => (text: string) => {
    const pair = linkId === 'systolic' ? typedPair(text) : null;
    if (pair) {
      setSbp(pair[0]);
      setDbp(pair[1]);
      keep('systolic', pair[0]);
      keep('diastolic', pair[1]);
      return;
    }
    show(text);
    keep(linkId, text);
  };
  const [high, low] = [numberIn(answers, 'systolic'), numberIn(answers, 'diastolic')];
  const wrong = high !== null && low !== null && low >= high ? t('entry.pressureTurned') : null;
  const limits = sheet.age >= hypertension.older_from_age ? hypertension.older_uncontrolled_from : hypertension.uncontrolled_from;
  const tone = (value: number | null, [bad, warning]: readonly [number, number]) => (value === null ? undefined : value >= bad ? 'bad' : value >= warning ? 'warning' : undefined);
  const glucose = numberIn(answers, 'fasting-glucose');
  const glucoseTone = glucose === null ? undefined : glucose >= danger.glucose_from || glucose <= danger.glucose_to ? 'bad' : glucose >= content.followup.diabetes.uncontrolled_fpg ? 'warning' : undefined;
  return (
    <div className={css['figures']}>
      <NumberStep label={t('entry.systolic')} unit="mmHg" text={sbp} onText={pressure('systolic', setSbp)} isFull={isFullPressure} tone={tone(high, [danger.sbp, limits.sbp])} error={outside(high, [50, 300]) ? t('entry.impossible') : wrong} />
      <span className={css['slash']} aria-hidden>/</span>
      <NumberStep label={t('entry.diastolic')} unit="mmHg" text={dbp} onText={pressure('diastolic', setDbp)} isFull={isFullPressure} tone={tone(low, [danger.dbp, limits.dbp])} error={outside(low, [30, 200]) ? t('entry.impossible') : null} />
      {sheet.diseases.includes('diabetes') ? (
        <NumberStep
          label={t('entry.fasting')}
          unit="mmol/L"
          text={fpg}
          onText={(text) => {
            setFpg(text);
            keep('fasting-glucose', text);
          }}
          isFull={(text) => /^\d{1,2}\.\d$/.test(text)}
          tone={glucoseTone}
          error={glucose !== null && glucose > 40 ? t('entry.milligrams') : null}
          width="8.5rem"
        />
      ) : null}
      <Band state={state} content={content} />
    </div>
  );
}

const outside = (value: number | null, [from, to]: readonly [number, number]) => value !== null && (value < from || value > to);

/** The class of the visit as the national specification has it, while the numbers are typed. */
function Band({ state: { verdict }, content }: Pick<EntryProps, 'state' | 'content'>): ReactElement {
  const format = useFormat();
  const { groups, actions } = content.followup.titles;
  const tone = verdict.danger.length > 0 ? 'bad' : verdict.action === 'keep' ? 'good' : 'warning';
  const words = [verdict.hypertension, verdict.diabetes].flatMap((one) => (one?.value ? [format.text(groups[one.value])] : []));
  return (
    <div className={css['band']} aria-live="polite">
      {words.length === 0 ? null : <span className={`${css['verdict']} ${css[tone]}`}>{[...new Set(words)].join(' · ')}</span>}
      {verdict.action === null ? null : <span className={css['note']}>{format.text(actions[verdict.action])}</span>}
    </div>
  );
}

/** A danger value asks at once what was done about it; nothing else is saved before. */
function Danger({ content, state }: Pick<EntryProps, 'content' | 'state'>): ReactElement | null {
  const { t } = useTranslation('care');
  const format = useFormat();
  const { danger } = state.verdict;
  const chosen = state.filled.danger;
  if (danger.length === 0) return null;
  return (
    <Notice tone="bad" icon={IconAlertTriangle} role="alert" title={t('danger.title', { signs: danger.map((sign) => format.text(content.followup.titles.dangers[sign])).join(' · ') })}>
      <ChoiceStep label={t('danger.what')} choices={DangerAction.options.map((key) => ({ key, label: t(`danger.${key}`) }))} chosen={chosen ? [chosen.action] : []} onChoose={([key]) => state.change({ danger: { action: DangerAction.parse(key), note: chosen?.note ?? '' } })} />
      {chosen?.action === 'declined' ? <TextInput data-step label={t('danger.note')} value={chosen.note} maxLength={300} required onChange={(event) => state.change({ danger: { action: 'declined', note: event.currentTarget.value } })} onKeyDown={(event) => onStepKey(event)} /> : null}
    </Notice>
  );
}

function Symptoms({ content, state }: Pick<EntryProps, 'content' | 'state'>): ReactElement {
  const { t } = useTranslation('care');
  const format = useFormat();
  const { answers } = state.filled;
  const item = content.forms.hypertension.items.find(({ linkId }) => linkId === 'symptoms');
  const chosen = (answers['symptoms'] ?? []).map(String);
  const choices = (item?.options ?? []).map(({ code, text }) => ({ key: code, label: text === null ? code : format.text(text) }));
  return (
    <ChoiceStep
      several
      label={t('entry.symptoms')}
      note={t('entry.symptomsEnter')}
      choices={choices}
      chosen={chosen}
      onEmpty={() => state.merge(nothingNew)}
      onChoose={(keys) => state.merge(keys.at(-1) === 'none' ? nothingNew : { ...pickUnset(answers, { 'danger-symptom': [false], 'new-complication': [false] }), symptoms: keys.filter((key) => key !== 'none') })}
    >
      {chosen.length > 0 && !chosen.includes('none') ? <DangerSymptom state={state} /> : null}
    </ChoiceStep>
  );
}

const pickUnset = (answers: SheetAnswers, defaults: SheetAnswers): SheetAnswers => Object.fromEntries(Object.entries(defaults).filter(([linkId]) => answers[linkId] === undefined));

function DangerSymptom({ state }: Pick<EntryProps, 'state'>): ReactElement {
  const { t } = useTranslation('care');
  const value = flagIn(state.filled.answers, 'danger-symptom');
  return <ChoiceStep label={t('entry.dangerSymptom')} choices={[{ key: 'false', label: t('no') }, { key: 'true', label: t('yes') }]} chosen={value === null ? [] : [String(value)]} onChoose={([key]) => state.set('danger-symptom', [key === 'true'])} />;
}

const medicineKeys = ['unchanged', 'intermittent', 'none', 'adverse'] as const;

function Medicine({ sheet, state }: Pick<EntryProps, 'sheet' | 'state'>): ReactElement {
  const { t } = useTranslation('care');
  const { answers } = state.filled;
  const unchanged = medicineUnchanged(sheet.diseases);
  const taken = wordIn(answers, 'adherence');
  const chosen = taken === null ? [] : [flagIn(answers, 'adverse-reaction') ? 'adverse' : taken === 'regular' ? 'unchanged' : taken];
  const choose = (key: string | undefined) => state.merge(key === 'unchanged' ? unchanged : key === 'adverse' ? { ...unchanged, 'adverse-reaction': [true] } : { ...unchanged, adherence: [key ?? 'regular'] });
  return <ChoiceStep label={t('entry.medicine')} note={t('entry.medicineEnter')} choices={medicineKeys.map((key) => ({ key, label: t(`medicine.${key}`) }))} chosen={chosen} onEmpty={() => choose('unchanged')} onChoose={([key]) => choose(key)} />;
}

/** The day is proposed; a typed one (+14, 1207, 下周三) takes its place. */
function NextDay({ sheet, state }: Pick<EntryProps, 'sheet' | 'state'>): ReactElement {
  const { t } = useTranslation('care');
  const format = useFormat();
  const { nextOn } = state.filled;
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  useEffect(() => setTyped(''), [state.proposed]);
  const day: Day = nextOn ?? state.proposed;
  const settle = (): boolean => {
    const found = typed.trim() === '' ? null : typedDay(typed, sheet.today);
    setWrong(typed.trim() !== '' && (found === null || found <= sheet.today));
    if (typed.trim() !== '' && (found === null || found <= sheet.today)) return false;
    if (found !== null) state.change({ nextOn: found });
    setTyped('');
    return true;
  };
  return (
    <Group align="flex-end" gap="sm" wrap="wrap">
      <TextInput data-step label={t('entry.next')} description={t('entry.nextHow')} placeholder={day} value={typed} w="19rem" size="md" autoComplete="off" error={wrong ? t('entry.nextWrong') : null}
        onChange={(event) => setTyped(event.currentTarget.value)} onBlur={settle} onKeyDown={(event) => onStepKey(event, settle)} />
      <span className={css['proposal']}>
        <strong>{format.day(day)}</strong> {t('entry.inDays', { count: daysBetween(sheet.today, day) })}
        {nextOn === null ? <span className={css['note']}>{t('entry.proposed')}</span> : <Button size="compact-xs" variant="subtle" onClick={() => state.change({ nextOn: null })}>{t('entry.useProposed', { day: format.shortDay(state.proposed) })}</Button>}
      </span>
    </Group>
  );
}
