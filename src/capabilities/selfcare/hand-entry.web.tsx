import { useEffect, useRef, useState, type FormEvent, type ReactElement, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useProblemWords } from '../../platform/ui/problem-words.web.ts';
import { Segments } from '../../platform/ui/phone/fields.web.tsx';
import { Act, Card, Note } from '../../platform/ui/phone/parts.web.tsx';
import { listObservationCodes, type CodeView } from '../records/observations.ts';
import { isFullPressure, stateOf, typedNumber } from '../records/typing.ts';
import { useMeasured } from './entering.web.ts';
import type { Asked, Entered, MeasurePerson, Measuring } from './measuring.ts';
import css from './selfcare.module.css';
import { convert } from '../../kernel/unit.ts';

interface HandEntryProps {
  readonly person: MeasurePerson;
  readonly measuring: Measuring;
  readonly onEntered: (entered: Entered) => void;
}

/** Large fields for a few numbers. The cursor goes on by itself where a pressure is whole; an unlikely number asks once whether it is meant. */
export function HandEntry({ person, measuring, onEntered }: HandEntryProps): ReactElement {
  const { t } = useTranslation('selfcare');
  const wordsFor = useProblemWords();
  const codes = useAsk(listObservationCodes, {});
  const measured = useMeasured(person.personId);
  const [typed, setTyped] = useState<readonly string[]>(measuring.fields.map(() => ''));
  const [unit, setUnit] = useState(measuring.units[0] ?? '');
  const [moment, setMoment] = useState(measuring.moments[0] ?? null);
  const [told, setTold] = useState<{ problem: string; confirmable: boolean } | null>(null);
  const [busy, setBusy] = useState(false);
  const inputs = useRef<(HTMLInputElement | null)[]>([]);
  const entries = entriesOf({ typed, measuring, unit, moment });
  const submit = async (confirmed: boolean) => {
    const judged = judge(entries, { measuring, codes: codes.data ?? [], typed, unit });
    if (judged !== null && (judged !== 'unlikely' || !confirmed)) {
      setTold({ problem: t(`measuring:entry.${judged}`), confirmable: judged === 'unlikely' });
      return;
    }
    setTold(null);
    setBusy(true);
    const at = new Date().toISOString();
    try {
      const { sent } = await measured({ at, values: entries.map((entry) => ({ ...entry, confirmed })), title: t(`measure.${measuring.id}.title`) });
      onEntered({ at, sent, values: entries.map(({ code, value, value2 }) => ({ code, ...inOwnUnit(codes.data, { code, unit, value, value2 }) })) });
    } catch (error) {
      setTold({ problem: wordsFor(error), confirmable: false });
    } finally {
      setBusy(false);
    }
  };
  const change = (i: number, text: string) => {
    setTold(null);
    setTyped(typed.map((before, at) => (at === i ? text : before)));
    if (measuring.id === 'blood-pressure' && i < 2 && isFullPressure(text)) inputs.current[i + 1]?.focus();
  };
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit(false);
      }}
    >
      <Card>
        {measuring.moments.length > 0 && moment !== null ? <Segments label={t('measuring:entry.moment')} value={moment} onChange={setMoment} options={measuring.moments.map((value) => ({ value, label: t(`measuring:moment.${value}`) }))} /> : null}
        <Numbers measuring={measuring} typed={typed} unit={unit} inputs={inputs} onChange={change} />
        {measuring.units.length > 1 ? <Segments label={t('measuring:entry.unit')} value={unit} onChange={setUnit} options={measuring.units.map((value) => ({ value, label: t(`measuring:unit.${value}`) }))} /> : null}
        {told ? (
          <Note tone="warning" role="alert" title={told.problem}>
            {told.confirmable ? <Act onClick={() => void submit(true)}>{t('measuring:entry.confirm')}</Act> : null}
          </Note>
        ) : null}
        <Act submit look="main" wide busy={busy} disabled={entries.length === 0}>
          {t('measuring:entry.save')}
        </Act>
      </Card>
    </form>
  );
}

interface NumbersProps {
  readonly measuring: Measuring;
  readonly typed: readonly string[];
  readonly unit: string;
  readonly inputs: RefObject<(HTMLInputElement | null)[]>;
  readonly onChange: (i: number, text: string) => void;
}

function Numbers({ measuring, typed, unit, inputs, onChange }: NumbersProps): ReactElement {
  const { t } = useTranslation('selfcare');
  useEffect(() => {
    inputs.current?.[0]?.focus();
  }, [inputs]);
  return (
    <div className={css['numbers']}>
      {measuring.fields.map((field, i) => (
        <div key={field.name} className={css['number']}>
          <label htmlFor={`number-${field.name}`}>{t(`measuring:field.${field.name}`)}</label>
          <input
            ref={(element) => {
              if (inputs.current) inputs.current[i] = element;
            }}
            id={`number-${field.name}`}
            inputMode="decimal"
            autoComplete="off"
            maxLength={8}
            value={typed[i] ?? ''}
            aria-describedby={`unit-${field.name}`}
            onChange={(event) => onChange(i, event.currentTarget.value)}
          />
          <small id={`unit-${field.name}`}>{field.code === 'heart-rate' ? t('measuring:unit./min') : t(`measuring:unit.${unit}`)}{field.required ? '' : ` · ${t('measuring:entry.optional')}`}</small>
        </div>
      ))}
    </div>
  );
}

interface Entry {
  readonly code: string;
  readonly value: number;
  readonly value2: number | null;
  readonly unit: string | null;
}

/** The values that stand in the fields; empty while something needed is missing. */
function entriesOf({ typed, measuring, unit, moment }: { typed: readonly string[]; measuring: Measuring; unit: string; moment: string | null }): readonly Entry[] {
  const number = (wanted: (field: Asked) => boolean): number | null => {
    const i = measuring.fields.findIndex(wanted);
    return i < 0 ? null : (typedNumber(typed[i] ?? '') ?? null);
  };
  const codes = [...new Set(measuring.fields.map(({ code }) => code))];
  const entries = codes.flatMap((code): Entry[] => {
    const value = number((field) => field.code === code && field.part === 'value');
    const value2 = number((field) => field.code === code && field.part === 'value2');
    const isPair = measuring.fields.some((field) => field.code === code && field.part === 'value2');
    if (value === null || (isPair && value2 === null)) return [];
    return [{ code: moment ?? code, value, value2, unit: code === 'heart-rate' || measuring.units.length === 1 ? null : unit }];
  });
  const complete = measuring.fields.every((field) => !field.required || number((other) => other === field) !== null);
  return complete ? entries : [];
}

/** Why the numbers cannot be taken as they are; null when they can. Without the codes (never online yet) the server decides later. */
function judge(entries: readonly Entry[], { measuring, codes, typed, unit }: { measuring: Measuring; codes: readonly CodeView[]; typed: readonly string[]; unit: string }): 'notANumber' | 'missing' | 'impossible' | 'unlikely' | null {
  if (typed.some((text) => typedNumber(text) === undefined)) return 'notANumber';
  if (entries.length === 0 || (measuring.id === 'blood-pressure' && typed.slice(0, 2).some((text) => text.trim() === ''))) return 'missing';
  const states = entries.map(({ code, value, value2 }) => {
    const known = codes.find((one) => one.code === code);
    return known ? stateOf(known, [String(value), value2 === null ? '' : String(value2)], code === 'heart-rate' ? null : unit) : 'fine';
  });
  return states.find((state) => state === 'impossible') === 'impossible' ? 'impossible' : states.includes('unlikely') ? 'unlikely' : null;
}

function inOwnUnit(codes: readonly CodeView[] | undefined, { code, unit, value, value2 }: { code: string; unit: string; value: number; value2: number | null }): { value: number; value2: number | null } {
  const units = codes?.find((one) => one.code === code)?.units ?? [];
  const [own] = units;
  const from = units.find(({ ucum }) => ucum === unit);
  if (!own || !from || own === from) return { value, value2 };
  return { value: Math.round(convert(value, from, own) * 10) / 10, value2 };
}
