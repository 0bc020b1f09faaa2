import { checkDigit } from './identifiers.ts';

/** A valid ID number that nobody can hold: area 990000 belongs to no province. */
export function idCard(birthDate: string, serial: number): string {
  const body = `990000${birthDate.replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
  return body + checkDigit(body);
}
