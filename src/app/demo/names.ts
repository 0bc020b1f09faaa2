import { nameEras, rareCharacters, surnameShares, type NamePool } from './name-pools.ts';
import { choose, weighted, type Random } from './random.ts';
import type { Sex } from './person.ts';

const shareRows = surnameShares.split(' ').map((row): readonly [string, number] => {
  const surname = row.replace(/[\d.]/g, '');
  return [surname, Number(row.slice(surname.length))];
});
const surnames = weighted([shareRows[0] ?? ['王', 1], ...shareRows.slice(1)]);

type Pool = { first: string[]; second: string[]; single: string[]; singles: number };

const eras = nameEras.map(({ until, male, female }) => ({ until, male: poolOf(male), female: poolOf(female) }));
const rare = [...rareCharacters];

/** About 3 in 1,000 carry a rare character. */
const rareShare = 0.003;

/** A full name as people of this sex and birth year bear it: Chinese characters only. Composed by chance, of nobody in particular. */
export function nameOf(birthYear: number, sex: Sex, random: Random): string {
  const surname = choose(random, surnames);
  const era = eras.find(({ until }) => birthYear <= until) ?? eras[0];
  if (era === undefined) return surname;
  const pool = era[sex];
  if (random.chance(rareShare)) return surname + (random.chance(0.5) ? oneOf(pool.first, random) : '') + oneOf(rare, random);
  if (surname.length === 1 && random.chance(pool.singles)) return surname + oneOf(pool.single, random);
  const first = oneOf(pool.first, random);
  // A character twice (婷婷, 欣欣) is a choice some parents make for girls; among boys it would look like an error.
  let second = oneOf(pool.second, random);
  while (second === first && sex === 'male') second = oneOf(pool.second, random);
  return surname + first + second;
}

function oneOf(items: readonly string[], random: Random): string {
  return items[Math.floor(random.unit() * items.length)] ?? '';
}

function poolOf({ first, second, single, singles }: NamePool): Pool {
  return { first: [...first], second: [...second], single: [...single], singles };
}
