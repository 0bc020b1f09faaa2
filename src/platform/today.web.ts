import { Day } from '../kernel/day.ts';

/** Today in China, whatever the machine's zone. */
export function todayInChina(): Day {
  return dayInChina(new Date());
}

/** The day that it is in China at a moment. */
export function dayInChina(moment: Date | string): Day {
  return Day.parse(new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(moment)));
}

/** The hour that it is in China now, 0–23. */
export function hourInChina(): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', hourCycle: 'h23' }).format(new Date()));
}
