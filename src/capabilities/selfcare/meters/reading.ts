/** What a meter says of one measurement, in the units of the record. */
export interface MeterReading {
  /** The meter's own clock, without a zone; null where it has none. */
  readonly at: string | null;
  /** The number under which the meter keeps it. */
  readonly sequence: number | null;
  /** Which of its users the meter measured; null where it tells none. */
  readonly user: number | null;
  readonly values: readonly { readonly code: string; readonly value: number; readonly value2: number | null }[];
  readonly warnings: readonly Warning[];
}

export type Warning = 'body-moved' | 'cuff-loose' | 'irregular-pulse' | 'wrong-position' | 'meter-fault';

/** The instant in China at which the meter's clock showed this. */
export function instantOf(at: string): string {
  return new Date(Date.parse(`${at}+08:00`)).toISOString();
}

/** Readings that are not known yet, each once: a meter sends its memory again at every visit. */
export function fresh(readings: readonly MeterReading[], known: ReadonlySet<string>): readonly MeterReading[] {
  const seen = new Set(known);
  return readings.filter((reading) => {
    const key = keyOf(reading);
    if (key === null) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What tells one stored measurement from another; null for a live one without clock and number. */
export function keyOf({ at, sequence, values }: MeterReading): string | null {
  if (at === null && sequence === null) return null;
  return [at ?? '', sequence ?? '', ...values.map(({ code, value, value2 }) => `${code}=${value}/${value2 ?? ''}`)].join(' ');
}
