import { IconCheck, IconChevronRight, IconFlame, IconHeartbeat, IconPill, IconPlus, IconSun, IconTargetArrow } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFormat } from '../../platform/ui/format.web.ts';
import { useProblemWords } from '../../platform/ui/problem-words.web.ts';
import { Act, Card, Failed, Line, Lines, Nothing, Row, Waiting } from '../../platform/ui/phone/parts.web.tsx';
import { say } from '../../platform/ui/phone/toasts.web.tsx';
import type { GoalKind, SelfCareContent } from './content.ts';
import { useMark, useOwn } from './own-day.web.ts';
import css from './selfcare.module.css';
import { asksOf, streakOf, weekOf, type Ask } from './today.ts';

/** What this day asks of the person: to measure, to take a medicine, to do something for a goal; and the days in a row. */
export function TodayPanel({ personId, more = 0 }: { personId: number; more?: number }): ReactElement {
  const { t } = useTranslation('selfcare');
  const { own, content, error, retry, today } = useOwn(personId);
  if (error) return <Failed error={error} onRetry={retry} />;
  if (!own || !content) return <Waiting rows={3} />;
  const asks = asksOf(own, content, today);
  const open = asks.filter(({ done }) => !done).length + more;
  return (
    <>
      <Week streak={streakOf(own, today)} days={weekOf(own, today)} today={today} />
      <Card title={open > 0 ? t('today.open', { count: open }) : t('today.title')}>
        {asks.length === 0 ? (
          <Nothing icon={IconSun} title={t('today.nothing')}>
            <p className={css['quiet']}>{t('today.nothingWhy')}</p>
          </Nothing>
        ) : (
          <>
            {open === 0 ? (
              <p className={css['allDone']}>
                <IconSun size={28} aria-hidden />
                {t('today.allDone')}
              </p>
            ) : null}
            <Lines>
              {asks.map((ask) => (
                <AskLine key={ask.id} ask={ask} personId={personId} content={content} />
              ))}
            </Lines>
          </>
        )}
        {own.goals.length === 0 ? (
          <Link href="/me/plan" className={css['invite'] ?? ''}>
            <IconTargetArrow size={24} aria-hidden />
            {t('today.setGoal')}
            <IconChevronRight size={22} aria-hidden />
          </Link>
        ) : null}
      </Card>
    </>
  );
}

function Week({ streak, days, today }: { streak: number; days: ReturnType<typeof weekOf>; today: string }): ReactElement {
  const { t } = useTranslation('selfcare');
  return (
    <div className={css['week']}>
      <p className={css['streak']}>
        <IconFlame size={26} aria-hidden />
        {streak > 0 ? t('today.streak', { count: streak }) : t('today.noStreak')}
      </p>
      <ol className={css['dots']} aria-label={t('today.week')}>
        {days.map(({ day, active }, i) => (
          <li key={day} data-active={active} data-today={day === today}>
            <span className={css['dot']} aria-hidden>
              {active ? <IconCheck size={18} stroke={3} /> : null}
            </span>
            <span aria-hidden>{t(`weekday.${i}`)}</span>
            <span className={css['unseen']}>{t(active ? 'today.dayDone' : 'today.dayOpen', { day: t(`weekday.${i}`) })}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function AskLine({ ask, personId, content }: { ask: Ask; personId: number; content: SelfCareContent }): ReactElement {
  const { t } = useTranslation('selfcare');
  if (ask.kind === 'measure') {
    const title = t(`measure.${ask.measure}.do`);
    const done = ask.done ? <Done /> : undefined;
    return <Line icon={IconHeartbeat} title={title} note={ask.done ? t('today.done') : t(`today.because.${ask.because}`)} to={`/me/measure/${ask.measure}`} {...(done ? { end: done } : {})} />;
  }
  if (ask.kind === 'medicine') return <Line icon={IconPill} warm title={ask.title} note={t(ask.done ? 'today.taken' : 'today.take')} end={<Tick ask={ask} personId={personId} about={ask.entryId} title={ask.title} />} />;
  const kind = content.goals.find(({ id }) => id === ask.goal.kind);
  return kind ? <GoalLine ask={ask} kind={kind} personId={personId} /> : <></>;
}

function Done(): ReactElement {
  return <IconCheck size={26} stroke={2.6} className={css['doneMark'] ?? ''} aria-hidden />;
}

function GoalLine({ ask, kind, personId }: { ask: Extract<Ask, { kind: 'goal' }>; kind: GoalKind; personId: number }): ReactElement {
  const { t } = useTranslation('selfcare');
  const format = useFormat();
  const { goal, progress, done } = ask;
  const title = format.text(kind.title);
  const unit = format.text(kind.unit);
  const note = kind.direction === 'tick' ? format.text(kind.tip) : t(`progress.${kind.direction === 'reach' ? 'reach' : kind.period}`, { reached: progress.share === null ? '–' : format.number(progress.reached, 1), target: format.number(progress.target, 1), unit });
  const reminder = goal.remindAt === null || done ? '' : ` · ${t('today.at', { time: goal.remindAt })}`;
  if (kind.direction === 'tick') return <Line icon={IconTargetArrow} title={title} note={note + reminder} end={<Tick ask={ask} personId={personId} about={goal.goalId} title={title} />} />;
  return (
    <li className={css['goal']}>
      <Lines>
        <Line icon={IconTargetArrow} title={title} note={note + reminder} to="/me/plan" {...(done ? { end: <Done /> } : {})} />
      </Lines>
      <Bar share={progress.share ?? 0} label={`${title}: ${note}`} />
      {kind.adds.length > 0 && !done ? <Adds goalId={goal.goalId} kind={kind} personId={personId} /> : null}
    </li>
  );
}

export function Bar({ share, label }: { share: number; label: string }): ReactElement {
  const percent = Math.round(share * 100);
  return (
    <div className={css['bar']} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
      <span style={{ width: `${percent}%` }} />
    </div>
  );
}

/** One tap adds to the day. */
function Adds({ goalId, kind, personId }: { goalId: string; kind: GoalKind; personId: number }): ReactElement {
  const { t } = useTranslation('selfcare');
  const format = useFormat();
  const marking = useMarking(personId);
  return (
    <Row>
      {kind.adds.map((add) => (
        <Act key={add} look="soft" icon={IconPlus} label={t('today.add', { title: format.text(kind.title), add, unit: format.text(kind.unit) })} onClick={() => marking.add({ about: goalId, add, title: format.text(kind.title) })}>
          {add} {format.text(kind.unit)}
        </Act>
      ))}
    </Row>
  );
}

function Tick({ ask, personId, about, title }: { ask: Ask; personId: number; about: string; title: string }): ReactElement {
  const { t } = useTranslation('selfcare');
  const marking = useMarking(personId);
  return (
    <button type="button" className={css['tick']} aria-pressed={ask.done} aria-label={t(ask.done ? 'today.unmark' : 'today.mark', { title })} onClick={() => marking.set({ about, value: ask.done ? 0 : 1, title })}>
      <IconCheck size={28} stroke={2.6} aria-hidden />
    </button>
  );
}

/** Marks with their words and the way back. */
function useMarking(personId: number) {
  const { t } = useTranslation('selfcare');
  const { own, today } = useOwn(personId);
  const mark = useMark(personId);
  const wordsFor = useProblemWords();
  const set = ({ about, value, title }: { about: string; value: number; title: string }) => {
    const before = own?.marks.find((one) => one.about === about && one.day === today)?.value ?? 0;
    const put = (next: number) => mark({ about, day: today, value: next, title: t('today.markOf', { title }) });
    void put(value).then(
      ({ sent }) => say(t(value === 0 ? 'today.takenBack' : sent ? 'today.marked' : 'today.markWaits', { title }), { label: t('common:undo'), onClick: () => void put(before) }),
      (error: unknown) => say(wordsFor(error)),
    );
  };
  return { set, add: ({ about, add, title }: { about: string; add: number; title: string }) => set({ about, title, value: (own?.marks.find((one) => one.about === about && one.day === today)?.value ?? 0) + add }) };
}
