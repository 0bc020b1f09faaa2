import type { Year } from './calendar.ts';
import type { DemoFlaw, DemoObservation, DemoSource } from './person.ts';
import type { Random } from './random.ts';

/** Share of observations that are wrong or come twice, on purpose. */
export const flawShare = 0.003;

const minutesInYear = 365 * 1440;

/** When, and through whom, what follows is observed; `delay` is how many minutes pass until it is on record. */
export type Moment = { day: number; minute: number; source: DemoSource; delay: number };

/** Collects the observations of one person and drops what lies outside the time in which the person was here. */
export class Recorder {
  readonly observations: DemoObservation[] = [];
  private readonly year: Year;
  private readonly from: number;
  private readonly to: number;
  private readonly noise: Random;
  private moment: Moment = { day: 0, minute: 0, source: 'check-up', delay: 0 };
  private open = false;
  private effectiveAt: DemoObservation['effectiveAt'];
  private recordedAt: DemoObservation['recordedAt'];
  private untilFlaw: number;

  /** Days of the year from `from` up to but not including `to`. */
  constructor(year: Year, [from, to]: readonly [number, number], noise: Random) {
    this.year = year;
    this.from = Math.max(0, from);
    this.to = Math.min(365, to);
    this.noise = noise;
    this.effectiveAt = year.instant(0, 0);
    this.recordedAt = this.effectiveAt;
    this.untilFlaw = this.drawFlaw();
  }

  /** Sets the moment of the next observations; false when the person was not here then. */
  at(moment: Moment): boolean {
    this.open = moment.day >= this.from && moment.day < this.to;
    if (!this.open) return false;
    this.moment = moment;
    this.effectiveAt = this.year.instant(moment.day, moment.minute);
    this.recordedAt = this.year.instant(0, Math.min(minutesInYear - 1, moment.day * 1440 + moment.minute + moment.delay));
    return true;
  }

  one(code: string, value: number): void {
    this.push(code, value, null);
  }

  pair(code: string, value: number, value2: number): void {
    this.push(code, value, value2);
  }

  private push(code: string, value: number, value2: number | null): void {
    if (!this.open) return;
    if (this.untilFlaw > 0) {
      this.untilFlaw -= 1;
      this.keep({ code, value, value2, flaw: null });
      return;
    }
    this.untilFlaw = this.drawFlaw();
    const slip = this.noise.chance(0.5) ? slipOf(code, value, value2) : null;
    if (slip !== null) {
      this.keep({ code, value: slip[0], value2: slip[1], flaw: 'implausible' });
      return;
    }
    this.keep({ code, value, value2, flaw: null });
    this.repeat({ code, value, value2 });
  }

  private keep({ code, value, value2, flaw }: { code: string; value: number; value2: number | null; flaw: DemoFlaw | null }): void {
    this.observations.push({ code, effectiveAt: this.effectiveAt, recordedAt: this.recordedAt, value, value2, source: this.moment.source, flaw });
  }

  /** The same measurement again, a few days later, out of another system. */
  private repeat({ code, value, value2 }: { code: string; value: number; value2: number | null }): void {
    const { day, minute } = this.moment;
    const recordedAt = this.year.instant(0, Math.min(minutesInYear - 1, day * 1440 + minute + this.noise.int(2, 9) * 1440));
    this.observations.push({ code, effectiveAt: this.effectiveAt, recordedAt, value, value2, source: 'import', flaw: 'duplicate' });
  }

  private drawFlaw(): number {
    return Math.floor(Math.log(1 - this.noise.unit()) / Math.log(1 - flawShare));
  }
}

type Slip = (value: number) => number;

const round1 = (value: number): number => Math.round(value * 10) / 10;

/** What people do wrong when they type: the other unit, a lost or a shifted decimal point. All fall outside the plausible interval. */
const slips: Readonly<Partial<Record<string, Slip>>> = {
  'body-height': (cm) => Math.round(cm) / 100,
  'body-weight': (kg) => Math.round(kg > 41 ? kg * 10 : kg * 100),
  'waist-circumference': (cm) => round1(cm / 33.3),
  'fasting-glucose': (mmol) => Math.round(Math.max(81, mmol * 18.02)),
  'total-cholesterol': (mmol) => Math.round(mmol * 38.67),
  creatinine: (umol) => Math.round((umol / 88.4) * 100) / 100,
  'heart-rate': (bpm) => bpm * 10,
  hba1c: (percent) => Math.round(percent * 10),
  'sleep-duration': (hours) => Math.round(hours * 10),
};

function slipOf(code: string, value: number, value2: number | null): [number, number | null] | null {
  if (code === 'blood-pressure' && value2 !== null) return [value2, value];
  const slip = slips[code];
  return slip === undefined ? null : [slip(value), null];
}
