/** Answers that call for help, as work of the staff: opened in the transaction of the answer, closed when somebody has looked after it. */
import type { FormHooks } from '../capabilities/forms/forms.api.ts';
import { closeWork, openWork } from '../capabilities/worklist/worklist.store.ts';
import type { NewWork } from '../capabilities/worklist/worklist.ts';
import { Day } from '../kernel/day.ts';

const capability = 'forms';

export const crisisWork: Pick<FormHooks, 'onCrisis' | 'onHandled'> = {
  onCrisis: [
    async (tx, events) => {
      const items = events.flatMap(({ personId, eventId, level, dueAt, formKey }): NewWork[] => {
        if (personId === null) return [];
        const dueOn = Day.parse(new Date(Date.parse(dueAt) + 8 * 3_600_000).toISOString().slice(0, 10));
        return [{ personId, kind: 'alarm', title: `forms:work.${level}`, params: { form: formKey }, dueOn, severity: level === 'priority' ? 'urgent' : 'danger', role: 'doctor', source: { capability, id: eventId } }];
      });
      const [first] = events;
      if (first) await openWork(tx, items, first.raisedAt);
    },
  ],
  onHandled: [async (ctx, eventId) => void (await closeWork(ctx.db, { capability, sources: [eventId] }, { state: 'done', at: ctx.now, by: ctx.caller.account, outcome: 'handled' }))],
};
