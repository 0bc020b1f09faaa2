/**
 * How persons move between tiers: up at once, down in steps. From high to middle two satisfactory contacts are needed, from middle
 * to low a time in the middle; some criteria never fade. Changed rules move whom they touch at once, and nobody else.
 * The same as SQL, over the row `s` of what the rules say beside what stood, is below.
 */
import { daysBetween, type Day } from '../../kernel/day.ts';
import { tiers, type Outcome, type TiersContent } from './tier-rules.ts';

export const holds = ['lasting', 'contacts', 'stay'] as const;
/** Why somebody stays above what the rules say. */
export type Hold = (typeof holds)[number];

/** `settled` is the tier by rules and movement, a clinician's override aside. `lasting`: criteria that fired once and do not fade. */
export type Standing = { readonly settled: Outcome; readonly since: Day; readonly computed: Outcome; readonly version: number; readonly fires: readonly string[]; readonly lasting: readonly string[] };

/** `contacts`: the days of the satisfactory follow-ups in a row, up to now. */
export type Found = { readonly computed: Outcome; readonly version: number; readonly fires: readonly string[]; readonly contacts: readonly Day[]; readonly today: Day };

export type Settled = { readonly settled: Outcome; readonly since: Day; readonly held: Hold | null; readonly lasting: readonly string[] };

type Movement = Pick<TiersContent['movement'], 'contacts' | 'stay_days'>;

export function settle(before: Standing | null, found: Found, { movement, sticky }: { readonly movement: Movement; readonly sticky: readonly string[] }): Settled {
  const carried = (before?.lasting ?? []).filter((id) => before?.version === found.version || before?.fires.includes(id) !== true);
  const lasting = sticky.filter((id) => carried.includes(id) || found.fires.includes(id));
  const [settled, held] = moved(before, found, { movement, isLasting: carried.length > 0 });
  return { settled, since: before?.settled === settled ? before.since : found.today, held, lasting };
}

function moved(before: Standing | null, { computed, version, contacts, today }: Found, { movement, isLasting }: { readonly movement: Movement; readonly isLasting: boolean }): readonly [Outcome, Hold | null] {
  if (computed === 'not_tiered' || computed === 'high') return [computed, null];
  if (isLasting) return ['high', 'lasting'];
  const isNew = before === null || before.settled === 'not_tiered' || (before.version !== version && before.computed !== computed);
  if (isNew || rank(computed) >= rank(before.settled)) return [computed, null];
  if (before.settled === 'high') return haveShown(contacts.filter((day) => day > before.since), { movement, today }) ? ['mid', computed === 'low' ? 'stay' : null] : ['high', 'contacts'];
  return daysBetween(before.since, today) >= movement.stay_days ? ['low', null] : ['mid', 'stay'];
}

function rank(tier: Outcome): number {
  return tiers.findIndex((one) => one === tier);
}

/** Two contacts far enough apart, the first of them long enough ago, and none between that was not satisfactory. */
function haveShown(contacts: readonly Day[], { movement: { contacts: by }, today }: { readonly movement: Movement; readonly today: Day }): boolean {
  const [first, last] = [contacts.toSorted()[0], contacts.toSorted().at(-1)];
  return first !== undefined && last !== undefined && daysBetween(first, last) >= by.apart_days && daysBetween(first, today) >= by.over_days;
}

type InSql = { readonly movement: Movement; readonly sticky: readonly string[]; readonly today: Day; readonly version: number };

/** Criteria kept from before, over `t` (what stood, or nothing). */
export function carriedSql(version: number): string {
  return `case when t.person_id is null or t.lasting = '{}' then '{}'::text[] when t.version = ${version} then t.lasting else array(select id from unnest(t.lasting) id where not id = any (t.fires)) end`;
}

/** `s` has computed, fires, contacts and carried beside was, was_since, was_computed and was_version of what stood. */
export function settledSql({ movement, sticky, today, version }: InSql): { readonly settled: string; readonly held: string; readonly lasting: string } {
  const { contacts: by, stay_days: stay } = movement;
  const shown = `(select max(day) - min(day) >= ${by.apart_days} and date '${today}' - min(day) >= ${by.over_days} from unnest(s.contacts) day where day > s.was_since)`;
  const isNew = `s.was is null or s.was = 'not_tiered' or (s.was_version <> ${version} and s.was_computed <> s.computed)`;
  const above = (tier: string) => `s.was = '${tier}' and s.computed <> '${tier}'`;
  const list = `'{${sticky.join(',')}}'::text[]`;
  const decide = (settled: boolean) => {
    const say = (tier: string, hold: string) => (settled ? tier : hold);
    return `case
      when s.computed in ('not_tiered', 'high') then ${say('s.computed', 'null')}
      when s.carried <> '{}' then ${say(`'high'`, `'lasting'`)}
      when ${isNew} then ${say('s.computed', 'null')}
      when ${above('high')} then case when ${shown} then ${say(`'mid'`, `case when s.computed = 'low' then 'stay' end`)} else ${say(`'high'`, `'contacts'`)} end
      when ${above('mid')} and s.computed = 'low' and date '${today}' - s.was_since < ${stay} then ${say(`'mid'`, `'stay'`)}
      else ${say('s.computed', 'null')} end`;
  };
  const lasting = `case when s.carried = '{}' and not s.fires && ${list} then '{}'::text[] else array(select id from unnest(${list}) with ordinality listed (id, place) where id = any (s.carried) or id = any (s.fires) order by place) end`;
  return { settled: decide(true), held: decide(false), lasting };
}
