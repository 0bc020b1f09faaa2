import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, Day, weekdayOf } from '../../kernel/day.ts';
import { Holidays, isWorkday, workingCalendar } from '../../kernel/working-days.ts';
import { readContent } from '../../platform/content.ts';
import { CadencePeriod, type Recurrence } from './activities.ts';
import { NamedDays } from './named-days.ts';
import { planSessions } from './sessions.ts';
import { statedWeekdays } from './weekdays.ts';

const given = { calendar: workingCalendar(readContent('holidays.yaml', Holidays)), namedDays: readContent('named-days.yaml', NamedDays) };
const year = { from: Day.parse('2026-01-01'), to: Day.parse('2026-12-31') };
const plan = (recurrence: Partial<Recurrence>, window = year) => planSessions({ text: '', times: 1, per: 'month', on: null, ...recurrence }, window, given);

test.each<[string, Partial<Recurrence>, number]>([
  ['每月一次', { per: 'month' }, 12],
  ['每季度至少1次', { per: 'quarter' }, 4],
  ['每两周', { per: 'two-weeks' }, 27],
  ['每周四晚', { per: 'week', on: '周四晚' }, 53],
  ['全年不少于9次', { per: 'year', times: 9 }, 9],
  ['每年一次', { per: 'year' }, 1],
  ['在项目初期和末期', { per: 'once', times: 2 }, 2],
  ['定期', { per: 'irregular', times: null }, 0],
  ['每场活动结束后', { per: 'event' }, 0],
])('%s gives %o: %i sessions a year', (_text, recurrence, count) => expect(plan(recurrence)).toHaveLength(count));

test('a weekly slot keeps its weekday unless that day is free', () => {
  const thursdays = plan({ per: 'week', on: '周四晚' }, { from: Day.parse('2026-09-21'), to: Day.parse('2026-10-11') });
  // 1 October is a Thursday and a holiday: the session goes to the last working day of that week before it.
  expect(thursdays).toEqual([
    { heldOn: '2026-09-24', startsAt: '19:00' },
    { heldOn: '2026-09-30', startsAt: '19:00' },
    { heldOn: '2026-10-08', startsAt: '19:00' },
  ]);
});

const autumn = { from: Day.parse('2026-09-01'), to: Day.parse('2026-11-30') };
const fortnight = { from: Day.parse('2026-11-02'), to: Day.parse('2026-11-15') };

test.each<[string, Partial<Recurrence>, typeof autumn, string[]]>([
  // 25 September and 3 October are public holidays and give way; ordinary Saturdays stay.
  ['每月第一个周六上午', { on: '第一个周六上午' }, autumn, ['2026-09-05', '2026-10-08', '2026-11-07']],
  ['第二、四个周三', { on: '第二、四个周三', times: 2 }, autumn, ['2026-09-09', '2026-09-23', '2026-10-14', '2026-10-28', '2026-11-11', '2026-11-25']],
  ['最后一个周五', { on: '最后一个周五' }, autumn, ['2026-09-28', '2026-10-30', '2026-11-27']],
  ['每月第五个周六', { on: '第五个周六' }, autumn, ['2026-10-31']],
  ['9月第三个周六', { per: 'year', on: '9月第三个周六' }, autumn, ['2026-09-19']],
  ['每周二、四上午', { per: 'week', times: 2, on: '周二、四上午' }, fortnight, ['2026-11-03', '2026-11-05', '2026-11-10', '2026-11-12']],
  ['每周一、三、五', { per: 'week', times: 3, on: '周一、三、五' }, fortnight, ['2026-11-02', '2026-11-04', '2026-11-06', '2026-11-09', '2026-11-11', '2026-11-13']],
  ['周一至周三', { per: 'week', on: '周一至周三' }, { from: fortnight.from, to: Day.parse('2026-11-08') }, ['2026-11-02', '2026-11-03', '2026-11-04']],
  ['每周日', { per: 'week', on: '周日' }, fortnight, ['2026-11-08', '2026-11-15']],
  ['the ordinal stands in the cadence, the weekday in the slot', { text: '每月第一个周六', on: '周六' }, { from: fortnight.from, to: Day.parse('2026-11-30') }, ['2026-11-07']],
])('%s', (_text, recurrence, window, held) => expect(plan(recurrence, window).map((s) => s.heldOn)).toEqual(held));

test.each(['每周一次', '每两周一次', '每周三到四次', '每周五天', '每周二至三小时', '每月一次'])('%s states no weekday', (words) => expect(statedWeekdays(words)).toBeNull());

test('a fixed day of the month is kept, or moved to the next working day', () => {
  expect(plan({ per: 'month', on: '每月20日' }, { from: Day.parse('2026-05-01'), to: Day.parse('2026-06-30') }).map((s) => s.heldOn)).toEqual(['2026-05-20', '2026-06-22']);
});

test('a health day is held on its day, weekend or not', () => {
  expect(plan({ text: '在国家“全民健身日”期间', per: 'year', on: '全民健身日' })).toEqual([{ heldOn: '2026-08-08', startsAt: null }]);
});

test('daily activities take place on working days', () => {
  const week = plan({ per: 'day' }, { from: Day.parse('2026-11-16'), to: Day.parse('2026-11-22') });
  expect(week.map((s) => weekdayOf(s.heldOn))).toEqual([1, 2, 3, 4, 5]);
});

test('sessions lie inside the window, on different days, and on working days', () => {
  const window = fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 400 })).map(([start, length]) => ({ from: addDays(Day.parse('2025-01-01'), start), to: addDays(Day.parse('2025-01-01'), start + length) }));
  fc.assert(
    fc.property(window, fc.constantFrom(...CadencePeriod.options), fc.integer({ min: 1, max: 6 }), (w, per, times) => {
      const sessions = plan({ per, times }, w).map((s) => s.heldOn);
      expect(new Set(sessions).size).toBe(sessions.length);
      for (const held of sessions) expect(held >= w.from && held <= w.to && (isWorkday(held, given.calendar) || !someWorkday(w))).toBe(true);
    }),
  );
});

test('a stated weekday is left for a public holiday alone', () => {
  const slot = fc.record({ weekday: fc.constantFrom('一', '二', '三', '四', '五', '六', '日'), nth: fc.constantFrom('', '第一个', '第三个', '最后一个'), per: fc.constantFrom('week', 'month', 'quarter') });
  fc.assert(
    fc.property(slot, ({ weekday, nth, per }) => {
      const stated = '一二三四五六日'.indexOf(weekday) + 1;
      for (const { heldOn } of plan({ per, on: `${nth}周${weekday}` })) expect(weekdayOf(heldOn) === stated || isWorkday(heldOn, given.calendar)).toBe(true);
    }),
  );
});

function someWorkday({ from, to }: { from: Day; to: Day }): boolean {
  for (let day = from; day <= to; day = addDays(day, 1)) if (isWorkday(day, given.calendar)) return true;
  return false;
}
