import type { Day } from '../../kernel/day.ts';
import { addMonths } from '../../kernel/day.ts';

/** What tells who could be whose family. */
export interface Relative {
  readonly personId: number;
  readonly name: string;
  readonly sex: 'male' | 'female';
  readonly birthDate: Day;
}

export interface Family<R extends Relative> {
  readonly head: R;
  readonly spouse: R | null;
  readonly children: readonly R[];
}

const byAge = (a: Relative, b: Relative) => (a.birthDate < b.birthDate ? -1 : a.birthDate > b.birthDate ? 1 : a.personId - b.personId);
const surname = ({ name }: Relative) => name.slice(0, 1);

/**
 * Families out of people who do not know each other: a child with a man of the same surname who is 24 to 42 years older, and at most
 * one sister or brother; to each man a woman of his age; of those past sixty every third couple. The same people, the same families.
 */
export function familiesOf<R extends Relative>(people: readonly R[], today: Day): Family<R>[] {
  const bornBefore = (years: number) => addMonths(today, -12 * years);
  const children = people.filter(({ birthDate }) => birthDate > bornBefore(18)).toSorted(byAge);
  const grown = people.filter(({ birthDate }) => birthDate <= bornBefore(24)).toSorted(byAge);
  const men = grown.filter(({ sex }) => sex === 'male');
  const women = grown.filter(({ sex }) => sex === 'female');
  const ofFather = new Map<R, R[]>();
  const menNamed = Map.groupBy(men, surname);
  for (const child of children) {
    const couldBe = (man: R) => addMonths(man.birthDate, 24 * 12) <= child.birthDate && child.birthDate <= addMonths(man.birthDate, 42 * 12) && (ofFather.get(man)?.length ?? 0) < 2;
    const father = (menNamed.get(surname(child)) ?? []).find(couldBe);
    if (father) ofFather.set(father, [...(ofFather.get(father) ?? []), child]);
  }
  const alone = men.filter((man, i) => !ofFather.has(man) && man.birthDate <= bornBefore(60) && i % 3 === 0);
  let at = 0;
  return [...ofFather.keys(), ...alone].toSorted(byAge).flatMap((head): Family<R>[] => {
    while (at < women.length && (women[at]?.birthDate ?? today) < addMonths(head.birthDate, -24)) at += 1;
    const next = women[at];
    const spouse = next && next.birthDate <= addMonths(head.birthDate, 72) ? next : null;
    if (spouse) at += 1;
    const own = ofFather.get(head) ?? [];
    return spouse || own.length > 0 ? [{ head, spouse, children: own }] : [];
  });
}
