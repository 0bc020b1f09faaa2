/** In which units a value may be typed, and what is then stored: always the one unit of its code. */
import { convert, molar, quantities, roundTo, type Quantity, type Unit } from '../../kernel/unit.ts';
import type { ObservationCode } from './observation-codes.ts';

const glucose = molar('mmol/L', 'mg/dL', 18.0182);
const cholesterol = molar('mmol/L', 'mg/dL', 38.67);

/** What one mmol/L (or umol/L) weighs in mg/dL; glucose and cholesterol from two sources, triglyceride and urate from one. */
const byCode: Readonly<Record<string, Quantity>> = {
  'fasting-glucose': glucose,
  'glucose-2h-after-meal': glucose,
  'glucose-2h-ogtt': glucose,
  'random-glucose': glucose,
  'capillary-glucose': glucose,
  'total-cholesterol': cholesterol,
  'hdl-cholesterol': cholesterol,
  'ldl-cholesterol': cholesterol,
  'non-hdl-cholesterol': cholesterol,
  triglycerides: molar('mmol/L', 'mg/dL', 88.57),
  creatinine: molar('umol/L', 'mg/dL', 1 / 88.4),
  'uric-acid': molar('umol/L', 'mg/dL', 1 / 59.48),
  // NGSP and IFCC: mmol/mol = (% - 2.15) * 10.929
  hba1c: [{ ucum: '%', scale: 1 }, { ucum: 'mmol/mol', scale: 1 / 10.929, offset: 2.15 }],
};

const byUnit: Readonly<Record<string, Quantity>> = {
  cm: quantities.length,
  kg: quantities.mass,
  'mm[Hg]': quantities.pressure,
  Cel: quantities.temperature,
  'g/L': quantities.density,
};

/** The units in which a code may be typed, its own first; empty where it has none. */
export function unitsOf(code: Pick<ObservationCode, 'code' | 'unit'>): readonly Unit[] {
  if (code.unit === null) return [];
  return byCode[code.code] ?? byUnit[code.unit] ?? [{ ucum: code.unit, scale: 1 }];
}

/** How a unit is shown to people. */
export function writtenUnit(ucum: string): string {
  const all: readonly Unit[] = [...Object.values(quantities), ...Object.values(byCode)].flat();
  const known = all.find((unit) => unit.ucum === ucum);
  return known?.written ?? ucum.replace('umol', 'μmol').replace('{1.73_m2}', '1.73 m²').replace(/\{[^}]*\}/g, '').replace(/[[\]]/g, '');
}

/**
 * A typed number in the code's own unit, rounded to its decimals as a laboratory would report it: 126 mg/dL of glucose is 7.0 mmol/L,
 * so that a threshold means the same in both. A number typed in the code's own unit stays as it was typed. Null when the unit does not belong to the code.
 */
export function storedValue(code: ObservationCode, typed: number, ucum: string | null): number | null {
  const [own, ...others] = unitsOf(code);
  if (ucum === null || own === undefined || ucum === own.ucum) return ucum === null || ucum === code.unit ? typed : null;
  const from = others.find((unit) => unit.ucum === ucum);
  return from === undefined ? null : roundTo(convert(typed, from, own), code.kind === 'coded' ? 0 : code.decimals);
}
