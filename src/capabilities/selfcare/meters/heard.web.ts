import { keyOf, type MeterReading } from './reading.ts';

interface Heard {
  readonly keys: ReadonlySet<string>;
  /** The highest number that the meter's memory had. */
  readonly sequence: number | null;
}

const place = (device: string) => `kangcheng.meter.${device}`;
const most = 300;

/** What this browser has kept from a meter before. */
export function heardBefore(device: string): Heard {
  const keys = (localStorage.getItem(place(device)) ?? '').split('\n').filter((key) => key !== '');
  const numbers = keys.flatMap((key) => key.split(' ').slice(1, 2)).flatMap((text) => (text === '' ? [] : [Number(text)]));
  return { keys: new Set(keys), sequence: numbers.length === 0 ? null : Math.max(...numbers) };
}

export function noteHeard(device: string, readings: readonly MeterReading[]): void {
  const keys = [...heardBefore(device).keys, ...readings.flatMap((reading) => keyOf(reading) ?? [])];
  localStorage.setItem(place(device), keys.slice(-most).join('\n'));
}
