import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../kernel/day.ts';
import { useAct } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { LoadingState, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import type { TeamId } from '../access/teams.ts';
import type { PersonView } from '../people/people.ts';
import { writtenUnit } from './entry-units.ts';
import { momentInChina } from './moments.ts';
import { enterObservations, type CodeView } from './observations.ts';
import css from './records.module.css';
import { RecordSearch } from './addresses.ts';
import { useRecordWords } from './record-words.web.ts';
import { isFullPressure, stateOf, typedNumber, typedPair, type TypedState } from './typing.ts';

/** Asked for when nothing in particular is: what is measured at every visit. */
const usual = ['blood-pressure', 'heart-rate', 'body-weight', 'body-height', 'waist-circumference', 'fasting-glucose'];
/** Asked for in a sealed case. */
const usualSealed = ['who5-wellbeing', 'sleep-duration'];
const sources = enterObservations.input.shape.source.options;

interface Line {
  readonly texts: readonly [string, string];
  readonly unit: string | null;
  readonly confirmed: boolean;
}
const emptyLine: Line = { texts: ['', ''], unit: null, confirmed: false };

function timeNow(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' }).format(new Date());
}

/** Values of one moment, typed from the keyboard alone: Enter moves on, an unusual number asks for one more Enter, an impossible one is refused. */
export function EnterPanel({ person, teamId = null }: { person: PersonView; teamId?: TeamId | null }): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const words = useRecordWords();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [{ codes }, setSearch] = useSearchState(RecordSearch);
  const [lines, setLines] = useState<Readonly<Record<string, Line>>>({});
  const [day, setDay] = useState<Day>(todayInChina());
  const [time, setTime] = useState(timeNow());
  const [source, setSource] = useState<(typeof sources)[number]>('follow-up');
  const form = useRef<HTMLFormElement>(null);
  const enter = useAct(enterObservations, async ({ recorded }) => {
    setLines({});
    await queries.invalidateQueries();
    toastDone(t('enter.done', { count: recorded }));
  });
  if (!words.ready) return <LoadingState />;
  const asked = (codes === undefined || codes === '' ? (teamId === null ? usual : usualSealed) : codes.split(',')).flatMap((code) => words.codes.get(code) ?? []);
  const lineOf = (code: CodeView) => lines[code.code] ?? emptyLine;
  const states = asked.map((code) => stateOf(code, lineOf(code).texts, lineOf(code).unit));
  const blocked = states.some((state, i) => state === 'impossible' || state === 'unfinished' || (state === 'unlikely' && !lineOf(asked[i] ?? asked[0]!).confirmed));
  const set = (code: CodeView, patch: Partial<Line>) => setLines((before) => ({ ...before, [code.code]: { ...(before[code.code] ?? emptyLine), ...patch } }));
  const send = () => {
    const values = asked.flatMap((code, i) => {
      const { texts, unit, confirmed } = lineOf(code);
      const [value, value2] = texts.map(typedNumber);
      return states[i] === 'empty' || typeof value !== 'number' ? [] : [{ code: code.code, value, value2: typeof value2 === 'number' ? value2 : null, unit, confirmed }];
    });
    const effectiveAt = momentInChina(day, time);
    if (values.length > 0 && !blocked && effectiveAt !== null) enter.mutate({ personId: person.personId, effectiveAt, source, teamId, values });
  };
  const moveOn = (event: KeyboardEvent<HTMLElement>, code: CodeView, state: TypedState) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (state === 'impossible') return;
    if (state === 'unlikely' && !lineOf(code).confirmed) return set(code, { confirmed: true });
    focusNext(form.current, event.currentTarget);
  };
  return (
    <Section title={t(teamId === null ? 'enter.title' : 'sealed.enter')} note={t('enter.note')}>
      <form ref={form} noValidate onSubmit={(event) => (event.preventDefault(), send())}>
        <div className={css['filters']}>
          <DayField label={t('enter.day')} required value={day} onChange={(next) => next && setDay(next)} />
          <TextInput label={t('enter.time')} className={css['narrow'] ?? ''} value={time} placeholder="08:30" error={momentInChina(day, time) === null ? t('form.wrong') : null} onChange={(event) => setTime(event.currentTarget.value.normalize('NFKC'))} />
          {teamId === null ? <NativeSelect label={t('timeline.source')} value={source} onChange={(event) => setSource(enterObservations.input.shape.source.parse(event.currentTarget.value))} data={sources.map((one) => ({ value: one, label: t(`sources.${one}`) }))} /> : null}
        </div>
        {asked.map((code, i) => (
          <TypedLine key={code.code} code={code} line={lineOf(code)} state={states[i] ?? 'empty'} onChange={(patch) => set(code, patch)} onKey={moveOn} />
        ))}
        <NativeSelect
          label={t('enter.more')}
          mt="sm"
          value=""
          onChange={(event) => setSearch({ codes: [...asked.map(({ code }) => code), event.currentTarget.value].join(',') }, { replace: true })}
          data={[{ value: '', label: t('enter.choose') }, ...[...words.codes.values()].filter((code) => !asked.includes(code)).map((code) => ({ value: code.code, label: format.text(code.title) }))]}
        />
        {enter.error ? (
          <div role="alert" className={css['bad']}>
            {wordsFor(enter.error)}
          </div>
        ) : null}
        <Group mt="md">
          <Button type="submit" size="md" loading={enter.isPending} disabled={blocked || states.every((state) => state === 'empty')}>
            {t('enter.save')}
          </Button>
        </Group>
      </form>
    </Section>
  );
}

/** The next field to type in, or the button that saves. */
function focusNext(form: HTMLFormElement | null, from: HTMLElement): void {
  const stops = [...(form?.querySelectorAll<HTMLElement>('[data-typed]') ?? [])];
  const next = stops[stops.indexOf(from) + 1] ?? form?.querySelector<HTMLElement>('button[type=submit]');
  next?.focus();
}

interface TypedLineProps {
  readonly code: CodeView;
  readonly line: Line;
  readonly state: TypedState;
  readonly onChange: (patch: Partial<Line>) => void;
  readonly onKey: (event: KeyboardEvent<HTMLElement>, code: CodeView, state: TypedState) => void;
}

function TypedLine({ code, line, state, onChange, onKey }: TypedLineProps): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const second = useRef<HTMLInputElement>(null);
  const title = format.text(code.title);
  const pressure = code.components[0] === 'systolic-blood-pressure';
  const type = (i: 0 | 1, text: string) => {
    const pair = code.kind === 'pair' && i === 0 ? typedPair(text) : null;
    if (pair) return onChange({ texts: pair, confirmed: false });
    onChange({ texts: i === 0 ? [text, line.texts[1]] : [line.texts[0], text], confirmed: false });
    if (pressure && i === 0 && line.unit === null && isFullPressure(text)) second.current?.focus();
  };
  const said = state === 'impossible' ? t('enter.impossible') : state === 'unlikely' ? t(line.confirmed ? 'enter.confirmed' : 'enter.unlikely') : null;
  const parts: readonly (0 | 1)[] = code.kind === 'pair' ? [0, 1] : [0];
  const describedBy = `said-${code.code}`;
  return (
    <div className={css['typed']} role="group" aria-label={title}>
      <span className={css['code']}>{title}</span>
      <div>
        <div className={css['inputs']}>
          {code.kind === 'coded' ? (
            <NativeSelect data-typed aria-label={title} value={line.texts[0]} onChange={(event) => type(0, event.currentTarget.value)} onKeyDown={(event) => onKey(event, code, state)} data={[{ value: '', label: t('enter.choose') }, ...code.answers.map((answer) => ({ value: String(answer.value), label: format.text(answer.title) }))]} />
          ) : (
            parts.map((i) => (
              <TextInput
                key={i}
                data-typed
                ref={i === 1 ? second : null}
                className={css['narrow'] ?? ''}
                aria-label={code.kind === 'pair' ? t(`components.${code.components[i] ?? ''}`) : title}
                aria-describedby={describedBy}
                aria-invalid={state === 'impossible'}
                inputMode="decimal"
                autoComplete="off"
                value={line.texts[i]}
                onChange={(event) => type(i, event.currentTarget.value)}
                onKeyDown={(event) => onKey(event, code, state)}
              />
            ))
          )}
          {code.units.length > 1 ? (
            <NativeSelect aria-label={t('enter.unitOf', { title })} value={line.unit ?? code.unit ?? ''} onChange={(event) => onChange({ unit: event.currentTarget.value === code.unit ? null : event.currentTarget.value, confirmed: false })} data={code.units.map(({ ucum }) => ({ value: ucum, label: writtenUnit(ucum) }))} />
          ) : (
            <span className={css['quiet']}>{code.unit === null ? '' : writtenUnit(code.unit)}</span>
          )}
        </div>
        <div id={describedBy} role="status" className={css[state === 'impossible' ? 'bad' : 'warn']}>
          {said}
        </div>
      </div>
    </div>
  );
}
