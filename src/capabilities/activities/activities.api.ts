import { Holidays, workingCalendar } from '../../kernel/working-days.ts';
import { readContent } from '../../platform/content.ts';
import { countingAll } from '../../platform/database.ts';
import { handle } from '../../platform/handle.ts';
import { ActivityTypes, changeSession, listActivityTypes, listHolidays, listSeries, refuse } from './activities.ts';
import { seriesOf, sessionById, updateSession } from './activities.store.ts';

const types = readContent('activity-types.yaml', ActivityTypes);
const calendar = workingCalendar(readContent('holidays.yaml', Holidays));

export const api = [
  handle(listSeries, ({ programmeId }, { db, caller }) => countingAll(db, caller.scope, () => seriesOf(db, programmeId))),

  handle(changeSession, async ({ sessionId, ...change }, { db, today }) => {
    const session = await sessionById(db, sessionId);
    if (!session) throw refuse.unknownSession();
    const heldOn = change.heldOn ?? session.heldOn;
    if ((change.state ?? session.state) === 'held' && heldOn > today) throw refuse.notYetHeld({ heldOn });
    return (await updateSession(db, sessionId, change)) ?? session;
  }),

  handle(listActivityTypes, () => Promise.resolve(types)),

  handle(listHolidays, () =>
    Promise.resolve({
      years: [...calendar.years],
      holidays: [...calendar.holidays].map(([day, title]) => ({ day, title })),
      workdays: [...calendar.workdays],
    }),
  ),
];
