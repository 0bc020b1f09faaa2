import { IconArrowLeft, IconArrowRight, IconPlus, IconSend, IconTrash } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState, type FormEvent, type ReactElement, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../../platform/ui/live.web.tsx';
import { useFormat } from '../../../platform/ui/format.web.ts';
import type { Answers } from '../answers.ts';
import { withoutRow, withRow, withValues } from '../entering.ts';
import { fillForm, type Filled, type Instance } from '../fill.ts';
import { isQuestion, type Form, type Item } from '../form.ts';
import type { Context } from '../names.ts';
import { prepareForm, type PreparedForm } from '../prepare.ts';
import { faultsOf, initialAnswers, progressOf, type AnswerFault } from '../validity.ts';
import css from './filling.module.css';
import { Question, Reading } from './question.web.tsx';
import { faultsOn, isRead, isShown, stepsOf, type Mode, type Step } from './steps.ts';

interface FillingProps {
  readonly form: Form;
  readonly context?: Context;
  /** What was filled in before. */
  readonly start?: Answers | null;
  readonly busy?: boolean;
  /** One question at a time, page by page, or all at once; without it the length of the form decides. */
  readonly mode?: Mode;
  /** Told of every change: to keep it, or to look at it. */
  readonly onChange?: (answers: Answers) => void;
  /** Without it nothing can be sent: a preview. */
  readonly onSubmit?: (answers: Answers) => void;
}

/** Longer forms go page by page. */
const fewQuestions = 25;

/** A form being filled in, on a phone or a desk. What is asked follows the answers; faults are told where they are mended. */
export function Filling({ form, ...rest }: FillingProps): ReactElement {
  const { t } = useTranslation('filling');
  const prepared = useMemo(() => prepareForm(form), [form]);
  return prepared.ok ? <Steps key={`${form.id} ${form.version}`} prepared={prepared.prepared} {...rest} /> : <p>{t('unsound')}</p>;
}

function Steps({ prepared, context = {}, start = null, busy = false, mode, onChange, onSubmit }: Omit<FillingProps, 'form'> & { prepared: PreparedForm }): ReactElement {
  const { t } = useTranslation('filling');
  const format = useFormat();
  const [answers, setAnswers] = useState<Answers>(() => start ?? initialAnswers(prepared, context));
  const [at, setAt] = useState<string | null>(null);
  const [told, setTold] = useState<ReadonlySet<string>>(new Set());
  const filled = useMemo(() => fillForm(prepared, { answers, context }), [prepared, answers, context]);
  const progress = progressOf(filled);
  const [chosenMode] = useState<Mode>(() => mode ?? (progress.asked > fewQuestions ? 'pages' : 'questions'));
  const steps = stepsOf(filled, chosenMode);
  const index = Math.max(0, steps.findIndex(({ key }) => key === at));
  const step = steps[index];
  const faults = faultsOf(filled, answers);
  const box = useRef<HTMLFormElement>(null);
  useArrival(step?.key, box);
  const change = (next: Answers) => {
    setAnswers(next);
    onChange?.(next);
  };
  const tell = (found: Step, first: AnswerFault | undefined) => {
    setTold(new Set([...told, found.key]));
    setAt(found.key);
    announce(t('mend'));
    requestAnimationFrame(() => focusFault(box.current, first));
  };
  const forward = () => {
    if (!step) return;
    const wrong = faultsOn(step, faults);
    if (wrong.length > 0) return tell(step, wrong[0]);
    const next = steps[index + 1];
    if (next) return setAt(next.key);
    const elsewhere = steps.find((one) => faultsOn(one, faults).length > 0);
    if (elsewhere) return tell(elsewhere, faultsOn(elsewhere, faults)[0]);
    onSubmit?.(answers);
  };
  if (!step) return <p className={css['filling']}>{t('empty')}</p>;
  const last = index === steps.length - 1;
  const shownFaults = told.has(step.key) ? faultsOn(step, faults) : [];
  return (
    <form
      ref={box}
      noValidate
      className={css['filling']}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        forward();
      }}
    >
      {index === 0 && prepared.form.description !== null ? <p>{format.text(prepared.form.description)}</p> : null}
      {index === 0 && prepared.form.period !== null ? <p className={css['period']}>{t('period', { period: format.text(prepared.form.period) })}</p> : null}
      <div className={css['progress']}>
        <div role="progressbar" aria-label={t('progress')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(progress.share * 100)}>
          <span style={{ width: `${progress.share * 100}%` }} />
        </div>
        <span>{chosenMode === 'questions' ? t('place', { at: index + 1, of: steps.length }) : t('answered', { answered: progress.answered, asked: progress.asked })}</span>
      </div>
      <Standing step={step} filled={filled} faults={shownFaults} answers={answers} onChange={change} />
      <div className={css['ways']}>
        {index > 0 ? (
          <button type="button" className={css['plain']} onClick={() => setAt(steps[index - 1]?.key ?? null)}>
            <IconArrowLeft size={22} aria-hidden />
            {t('back')}
          </button>
        ) : null}
        {last && !onSubmit ? null : (
          <button type="submit" className={css['main']} disabled={busy} aria-busy={busy}>
            {t(last ? 'send' : 'next')}
            {last ? <IconSend size={22} aria-hidden /> : <IconArrowRight size={22} aria-hidden />}
          </button>
        )}
      </div>
    </form>
  );
}

/** After a step to another question, its heading has the focus, and is read out. */
function useArrival(key: string | undefined, box: RefObject<HTMLFormElement | null>): void {
  const before = useRef(key);
  useEffect(() => {
    if (before.current === key) return;
    before.current = key;
    const heading = box.current?.querySelector<HTMLElement>('[data-heading]');
    heading?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'start' });
  }, [key, box]);
}

function focusFault(box: HTMLElement | null, fault: AnswerFault | undefined): void {
  const place = fault === undefined ? null : box?.querySelector<HTMLElement>(`[data-place="${CSS.escape(fault.place)}"]`);
  place?.querySelector<HTMLElement>('input, textarea, select, button')?.focus({ preventScroll: true });
  place?.scrollIntoView({ block: 'center' });
}

interface StandingProps {
  readonly step: Step;
  readonly filled: Filled;
  readonly faults: readonly AnswerFault[];
  readonly answers: Answers;
  readonly onChange: (answers: Answers) => void;
}

function Standing({ step, faults, answers, onChange }: StandingProps): ReactElement {
  const shared = { faults, answers, onChange };
  return (
    <div className={css['standing']}>
      <Heading items={step.heading} />
      {step.before.map((instance) => <Reading key={instance.place} instance={instance} />)}
      {step.kind === 'rows' ? <Rows rows={step.instances} {...shared} /> : step.kind === 'page' ? <Parts instances={step.instances} {...shared} /> : null}
      {step.kind === 'question' ? step.instances.map((instance) => <Asked key={instance.place} instance={instance} large {...shared} />) : null}
    </div>
  );
}

function Heading({ items }: { items: readonly Item[] }): ReactElement | null {
  const format = useFormat();
  if (items.length === 0) return null;
  return <p className={css['heading']}>{items.map(({ text }) => (text === null ? '' : format.text(text))).join(' · ')}</p>;
}

type Shared = Omit<StandingProps, 'step' | 'filled'>;

function Asked({ instance, large = false, faults, answers, onChange }: Shared & { instance: Instance; large?: boolean }): ReactElement {
  const words = useFaultWords();
  const fault = faults.find(({ place }) => place === instance.place);
  return <Question key={instance.place} instance={instance} large={large} error={fault === undefined ? null : words(fault)} onChange={(values) => onChange(withValues(answers, instance, values))} />;
}

/** A tree of groups and questions, as it stands on a page. */
function Parts({ instances, ...shared }: Shared & { instances: readonly Instance[] }): ReactElement {
  return (
    <>
      {instances.filter(isShown).map((instance) => {
        const { item, place, children } = instance;
        if (isRead(instance)) return <Reading key={place} instance={instance} />;
        if (item.type === 'group' && item.repeats) {
          const rows = instances.filter((other) => other.item === item);
          return rows[0] === instance ? <Rows key={place} rows={rows} {...shared} /> : null;
        }
        if (item.type === 'group') return <Group key={place} item={item}><Parts instances={children} {...shared} /></Group>;
        return (
          <div key={place} className={css['standing']}>
            <Asked instance={instance} {...shared} />
            {isQuestion(item) ? <Parts instances={children} {...shared} /> : null}
          </div>
        );
      })}
    </>
  );
}

function Group({ item, children }: { item: Item; children: ReactElement }): ReactElement {
  const format = useFormat();
  return (
    <section className={css['group']} aria-label={item.text === null ? undefined : format.text(item.text)}>
      {item.text === null ? null : <h3 data-heading tabIndex={-1}>{format.text(item.text)}</h3>}
      {item.help === null ? null : <p className={css['help']}>{format.text(item.help)}</p>}
      {children}
    </section>
  );
}

/** A repeated group: a card a row, on a phone and for a table alike. */
function Rows({ rows, ...shared }: Shared & { rows: readonly Instance[] }): ReactElement | null {
  const { t } = useTranslation('filling');
  const format = useFormat();
  const words = useFaultWords();
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return null;
  const { item } = first;
  const title = item.text === null ? '' : format.text(item.text);
  const fault = shared.faults.find(({ place }) => place === first.place.replace(/\[0\]$/, ''));
  const full = item.maxOccurs !== null && rows.length >= item.maxOccurs;
  return (
    <section className={css['rows']} aria-label={title} data-place={first.place.replace(/\[0\]$/, '')}>
      {title === '' ? null : <h3 data-heading tabIndex={-1}>{title}</h3>}
      {item.help === null ? null : <p className={css['help']}>{format.text(item.help)}</p>}
      {fault ? <p className={css['error']} role="alert">{words(fault)}</p> : null}
      {rows.map((row, i) => (
        <div key={row.place} className={css['row']} role="group" aria-label={t('row', { title, number: i + 1 })}>
          <div className={css['rowHead']}>
            <strong>{t('rowNumber', { number: i + 1 })}</strong>
            <button type="button" className={css['quietButton']} aria-label={t('removeRow', { number: i + 1 })} onClick={() => shared.onChange(withoutRow(shared.answers, row))}>
              <IconTrash size={22} aria-hidden />
              {t('remove')}
            </button>
          </div>
          <Parts instances={row.children} {...shared} />
        </div>
      ))}
      {full ? null : (
        <button type="button" className={css['plain']} onClick={() => shared.onChange(withRow(shared.answers, last))}>
          <IconPlus size={22} aria-hidden />
          {t('addRow')}
        </button>
      )}
    </section>
  );
}

function useFaultWords(): (fault: AnswerFault) => string {
  const { t } = useTranslation('filling');
  return ({ code, params }) => t(`faults.${code}`, params);
}
