import { IconBell, IconCalendarPlus, IconMinus, IconPencil, IconPlus, IconTargetArrow, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/call.web.ts';
import { newId } from '../../platform/new-id.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { useProblemWords } from '../../platform/ui/problem-words.web.ts';
import { Field, Sheet } from '../../platform/ui/phone/fields.web.tsx';
import { Act, Card, Failed, Line, Lines, Note, Nothing, Row, Waiting } from '../../platform/ui/phone/parts.web.tsx';
import { say } from '../../platform/ui/phone/toasts.web.tsx';
import { calendarFile } from './calendar-file.ts';
import type { GoalKind } from './content.ts';
import { useOwn, type Own } from './own-day.web.ts';
import { endGoal, readOwnDay, setGoal, type GoalView } from './selfcare.ts';
import css from './selfcare.module.css';
import { progressOf } from './today.ts';
import { Bar } from './today-panel.web.tsx';
import type { Day } from '../../kernel/day.ts';

/** The person's own goals, how far they are, and those that could be added. */
export function PlanPanel({ personId }: { personId: number }): ReactElement {
  const { t } = useTranslation('selfcare');
  const format = useFormat();
  const { own, content, error, retry, today } = useOwn(personId);
  const [editing, setEditing] = useState<{ kind: GoalKind; goal: GoalView | null } | null>(null);
  if (error) return <Failed error={error} onRetry={retry} />;
  if (!own || !content) return <Waiting rows={3} />;
  const kindOf = (goal: GoalView) => content.goals.find(({ id }) => id === goal.kind);
  const open = content.goals.filter(({ id }) => !own.goals.some(({ kind }) => kind === id));
  return (
    <>
      {own.goals.length === 0 ? (
        <Card>
          <Nothing icon={IconTargetArrow} title={t('plan.none')}>
            <p className={css['quiet']}>{t('plan.noneWhy')}</p>
          </Nothing>
        </Card>
      ) : null}
      {own.goals.map((goal) => {
        const kind = kindOf(goal);
        return kind ? <GoalCard key={goal.goalId} goal={goal} kind={kind} own={own} today={today} personId={personId} onEdit={() => setEditing({ kind, goal })} /> : null;
      })}
      {open.length > 0 ? (
        <Card title={t('plan.more')}>
          <ul className={css['kinds']}>
            {open.map((kind) => (
              <li key={kind.id}>
                <div>
                  <strong>{format.text(kind.title)}</strong>
                  <p className={css['quiet']}>{format.text(kind.why)}</p>
                </div>
                <Act look="soft" icon={IconPlus} label={t('plan.addOf', { title: format.text(kind.title) })} onClick={() => setEditing({ kind, goal: null })}>
                  {t('common:add')}
                </Act>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {editing ? <GoalSheet {...editing} own={own} personId={personId} onClose={() => setEditing(null)} /> : null}
    </>
  );
}

interface GoalCardProps {
  readonly goal: GoalView;
  readonly kind: GoalKind;
  readonly own: Own;
  readonly today: Day;
  readonly personId: number;
  readonly onEdit: () => void;
}

function GoalCard({ goal, kind, own, today, personId, onEdit }: GoalCardProps): ReactElement {
  const { t } = useTranslation('selfcare');
  const format = useFormat();
  const progress = progressOf(goal, kind, { known: own, today });
  const words = t(`progress.${kind.direction === 'reach' ? 'reach' : kind.direction === 'tick' ? 'tick' : kind.period}`, {
    reached: progress.share === null ? '–' : format.number(progress.reached, 1),
    target: format.number(progress.target, 1),
    unit: format.text(kind.unit),
  });
  return (
    <Card title={format.text(kind.title)}>
      <p>{words}</p>
      {kind.direction === 'tick' ? null : <Bar share={progress.share ?? 0} label={`${format.text(kind.title)}: ${words}`} />}
      <Days goal={goal} kind={kind} own={own} today={today} />
      <p className={css['quiet']}>{format.text(kind.tip)}</p>
      {goal.remindAt === null ? null : (
        <Lines>
          <Line icon={IconBell} warm title={t('plan.remindedAt', { time: goal.remindAt })} note={t('plan.remindedWhere')} />
        </Lines>
      )}
      <Row>
        <Act icon={IconPencil} label={t('plan.changeOf', { title: format.text(kind.title) })} onClick={onEdit}>
          {t('plan.change')}
        </Act>
        <EndGoal goal={goal} title={format.text(kind.title)} personId={personId} />
      </Row>
      <p className={css['quiet']}>{t('plan.source', { source: kind.source.join(';') })}</p>
    </Card>
  );
}

/** The last two weeks as dots: a day on which something was done for the goal. */
function Days({ goal, kind, own, today }: { goal: GoalView; kind: GoalKind; own: Own; today: Day }): ReactElement | null {
  const { t } = useTranslation('selfcare');
  if (kind.direction === 'reach') return null;
  const days = Array.from({ length: 14 }, (_, i) => new Date(Date.parse(today) - (13 - i) * 86_400_000).toISOString().slice(0, 10));
  const done = (day: string) => (kind.observation === null ? own.marks.some((mark) => mark.about === goal.goalId && mark.day === day && mark.value > 0) : own.values.some((value) => value.code === kind.observation && value.day === day));
  const count = days.filter(done).length;
  return (
    <div className={css['fortnight']} role="img" aria-label={t('plan.fortnight', { count })}>
      {days.map((day) => (
        <span key={day} data-done={done(day)} />
      ))}
    </div>
  );
}

function EndGoal({ goal: { goalId }, title, personId }: { goal: GoalView; title: string; personId: number }): ReactElement {
  const { t } = useTranslation('selfcare');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const set = async (ended: boolean) => {
    try {
      await call(endGoal, { personId, goalId, ended });
      await queries.invalidateQueries({ queryKey: [readOwnDay.path] });
      if (ended) say(t('plan.ended', { title }), { label: t('common:undo'), onClick: () => void set(false) });
    } catch (error) {
      say(wordsFor(error));
    }
  };
  return (
    <Act icon={IconTrash} label={t('plan.endOf', { title })} onClick={() => void set(true)}>
      {t('plan.end')}
    </Act>
  );
}

interface GoalSheetProps {
  readonly kind: GoalKind;
  readonly goal: GoalView | null;
  readonly own: Own;
  readonly personId: number;
  readonly onClose: () => void;
}

function GoalSheet({ kind, goal, own, personId, onClose }: GoalSheetProps): ReactElement {
  const { t } = useTranslation('selfcare');
  const format = useFormat();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [least, most] = kind.range;
  const startValue = goal?.startValue ?? (kind.direction === 'reach' ? (own.values.filter(({ code }) => code === kind.observation).at(-1)?.value ?? null) : null);
  const suggested = kind.direction === 'reach' && startValue !== null ? Math.round(startValue * 0.95) : kind.target;
  const [target, setTarget] = useState(goal?.target ?? Math.min(most, Math.max(least, suggested)));
  const [remindAt, setRemindAt] = useState(goal?.remindAt ?? '');
  const [goalId] = useState(() => goal?.goalId ?? newId());
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const move = (steps: number) => setTarget((before) => Math.min(most, Math.max(least, Math.round((before + steps * kind.step) * 10) / 10)));
  const save = async () => {
    setBusy(true);
    try {
      await call(setGoal, { personId, goalId, kind: kind.id, target, remindAt: remindAt === '' ? null : remindAt, startValue });
      await queries.invalidateQueries({ queryKey: [readOwnDay.path] });
      say(t('plan.saved', { title: format.text(kind.title) }));
      onClose();
    } catch (error) {
      setProblem(wordsFor(error));
      setBusy(false);
    }
  };
  return (
    <Sheet title={format.text(kind.title)} onClose={onClose}>
      <p>{format.text(kind.why)}</p>
      {kind.direction === 'tick' ? null : (
        <div>
          <p className={css['quiet']}>{t(`plan.target.${kind.direction === 'reach' ? 'reach' : kind.period}`)}</p>
          <div className={css['stepper']}>
            <Act look="soft" icon={IconMinus} label={t('plan.less')} disabled={target <= least} onClick={() => move(-1)}>
              {null}
            </Act>
            <output aria-live="polite">
              {format.number(target, 1)} {format.text(kind.unit)}
            </output>
            <Act look="soft" icon={IconPlus} label={t('plan.greater')} disabled={target >= most} onClick={() => move(1)}>
              {null}
            </Act>
          </div>
        </div>
      )}
      <Field label={t('plan.remind')} hint={t('plan.remindHint')} type="time" value={remindAt} onChange={setRemindAt} />
      {remindAt === '' ? null : (
        <Act icon={IconCalendarPlus} onClick={() => offer(calendarFile({ id: goalId, title: format.text(kind.title), time: remindAt, from: new Date().toISOString().slice(0, 10) }))}>
          {t('plan.toCalendar')}
        </Act>
      )}
      {problem === null ? null : <Note tone="bad" role="alert" title={problem} />}
      <Act look="main" wide busy={busy} onClick={() => void save()}>
        {t('common:save')}
      </Act>
    </Sheet>
  );
}

function offer(text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }));
  link.download = 'kangcheng.ics';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
