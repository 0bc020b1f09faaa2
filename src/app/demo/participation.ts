import type { Day, Instant } from '../../kernel/day.ts';
import { numberOf, Year, type DayNumber } from './calendar.ts';
import type { Setting } from './organizations.ts';
import { Random, streams } from './random.ts';

/** `audience` is the setting whose habits of coming apply; `startMinute` counts in the local day and is 14:00 when absent. */
export type DemoSession = { id: string; capacity: number; audience: Setting; day: Day; startMinute?: number };

/** `registered` only for sessions that have not been held by `until`. */
export type DemoParticipation = {
  index: number;
  status: 'registered' | 'checked-in' | 'no-show' | 'cancelled';
  registeredAt: Instant;
  checkedInAt: Instant | null;
};

/** Share of those invited who register, cancel in time, and of the rest come. Pupils come with their class. Plausible, not surveyed. */
const habits: Readonly<Record<Setting, { register: number; cancel: number; come: number }>> = {
  community: { register: 0.24, cancel: 0.05, come: 0.76 },
  enterprise: { register: 0.42, cancel: 0.06, come: 0.86 },
  school: { register: 0.99, cancel: 0.005, come: 0.965 },
  youth: { register: 0.34, cancel: 0.09, come: 0.71 },
};

export type ParticipationRequest = { seed: number; people: Iterable<number>; session: DemoSession; until: Day };

/**
 * Who of `people` took part in one session. Some people come to everything and some to nothing, on every day the same ones.
 * Places go to those who register first; nobody past `capacity` appears.
 */
export function generateParticipations({ seed, people, session, until }: ParticipationRequest): DemoParticipation[] {
  const days = new Year(numberOf(session.day) + 1);
  const held = session.day < until;
  const today = numberOf(until);
  const salt = hashOf(session.id);
  const found: DemoParticipation[] = [];
  for (const index of people) {
    const readiness = new Random(seed, index, streams.participation).unit();
    const each = participationOf({ index, readiness }, session, { days, random: new Random(seed ^ salt, index, streams.participation), held, today });
    if (each !== null) found.push(each);
  }
  found.sort((a, b) => (a.registeredAt < b.registeredAt ? -1 : a.registeredAt > b.registeredAt ? 1 : a.index - b.index));
  return withinCapacity(found, session.capacity);
}

type Invited = { index: number; readiness: number };
type Drawing = { days: Year; random: Random; held: boolean; today: DayNumber };

function participationOf({ index, readiness }: Invited, session: DemoSession, { days, random, held, today }: Drawing): DemoParticipation | null {
  const { register, cancel, come } = habits[session.audience];
  const at = random.unit();
  const lead = random.int(1, 14);
  const minute = random.int(480, 1260);
  const early = random.normal(8, 7);
  const fate = random.unit();
  if (at >= inclination(register, readiness) || days.first + 364 - lead >= today) return null;
  const start = session.startMinute ?? 840;
  const registeredAt = days.instant(364 - lead, minute);
  if (fate < cancel) return { index, status: 'cancelled', registeredAt, checkedInAt: null };
  if (!held) return { index, status: 'registered', registeredAt, checkedInAt: null };
  if (fate > cancel + (1 - cancel) * come) return { index, status: 'no-show', registeredAt, checkedInAt: null };
  return { index, status: 'checked-in', registeredAt, checkedInAt: days.instant(364, Math.max(0, start - Math.round(Math.max(-20, Math.min(40, early))))) };
}

/** How likely this person is to register: much for the ready, little for the others, on the average of all people `register`. */
function inclination(register: number, readiness: number): number {
  const mean = (1 - register * register) / (-2 * Math.log(register));
  return Math.min(1, (register * register ** (2 - 2 * readiness)) / mean);
}

function withinCapacity(found: readonly DemoParticipation[], capacity: number): DemoParticipation[] {
  let places = capacity;
  return found.filter(({ status }) => {
    if (places <= 0) return false;
    if (status !== 'cancelled') places -= 1;
    return true;
  });
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
