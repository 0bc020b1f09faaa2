import { progress, round, type Case } from './checkup.ts';
import { clamp } from './health.ts';
import type { Random } from './random.ts';

/** The first survey falls into the first quarter of the year, the closing one into the last. */
const baseline = [6, 84] as const;
const closing = [282, 358] as const;

/** Habits and scored surveys of adults. What is asked depends on the setting. */
export function writeSurveys(subject: Case): void {
  const { health, place, random } = subject;
  const answers = random.unit() < 0.5 + 0.5 * health.engagement;
  const again = random.unit() < 0.62 + 0.35 * health.engagement;
  if (answers) {
    writeLifestyle(subject, random.int(...baseline));
    if (again && random.chance(0.6)) writeLifestyle(subject, random.int(...closing));
  }
  if (place.setting === 'youth') {
    writeYouthSurveys(subject, again);
    return;
  }
  if (!answers) return;
  const first = random.int(...baseline);
  const last = random.int(...closing);
  const mean = (place.setting === 'enterprise' ? 66 : 61) - 0.12 * Math.max(0, health.age - 45) + 14 * (health.engagement - 0.58);
  const knowledge = prePost(random, { mean, deviation: 12, gain: 13, ceiling: 100 });
  ask(subject, first, ['health-knowledge-score', knowledge.before]);
  if (place.setting === 'enterprise') writeWorkplaceSurveys(subject, { first, last, again });
  if (!again) return;
  ask(subject, last, ['health-knowledge-score', knowledge.after]);
  ask(subject, last + 1, ['satisfaction-score', satisfaction(subject)]);
}

function writeWorkplaceSurveys(subject: Case, { first, last, again }: { first: number; last: number; again: boolean }): void {
  const { random } = subject;
  const wellbeing = prePost(random, { mean: 57, deviation: 17, gain: 5, ceiling: 100 });
  ask(subject, first, ['who5-wellbeing', four(wellbeing.before)]);
  if (again) ask(subject, last, ['who5-wellbeing', four(wellbeing.after)]);
}

function writeYouthSurveys(subject: Case, again: boolean): void {
  const { random } = subject;
  const first = random.int(...baseline);
  const last = random.int(...closing);
  const literacy = prePost(random, { mean: 64, deviation: 12, gain: 15, ceiling: 100 });
  const wellbeing = prePost(random, { mean: 54, deviation: 18, gain: 8, ceiling: 100 });
  const skill = prePost(random, { mean: 4.6, deviation: 1.6, gain: 2.1, ceiling: 10 });
  ask(subject, first, ['mental-health-knowledge-score', literacy.before]);
  ask(subject, first, ['who5-wellbeing', four(wellbeing.before)]);
  ask(subject, first + 4, ['workshop-skill-rating', skill.before]);
  ask(subject, first + 34, ['workshop-skill-rating', Math.round((skill.before + skill.after) / 2)]);
  ask(subject, first + 120, ['who5-wellbeing', four((wellbeing.before + wellbeing.after) / 2)]);
  ask(subject, first + 121, ['satisfaction-score', satisfaction(subject)]);
  if (!again) return;
  ask(subject, last, ['mental-health-knowledge-score', literacy.after]);
  ask(subject, last, ['who5-wellbeing', four(wellbeing.after)]);
  ask(subject, last, ['workshop-skill-rating', skill.after]);
  ask(subject, last + 1, ['satisfaction-score', satisfaction(subject)]);
}

function writeLifestyle({ health, place, random, recorder }: Case, day: number): void {
  if (!recorder.at({ day, minute: random.int(540, 1240), source: 'survey', delay: random.int(0, 240) })) return;
  const better = place.setting === 'community' || place.setting === 'enterprise' ? progress(day) * health.engagement : 0;
  const salt = Math.max(2, health.saltGrams - 1.8 * better);
  const stopped = health.smoking === 3 && better > 0.5 && random.chance(0.1);
  recorder.one('smoking-status', stopped ? 1 : health.smoking);
  recorder.one('drinking-frequency', health.drinking);
  recorder.one('exercise-minutes-per-week', Math.min(1680, health.exerciseMinutes + Math.round(8 * better) * 5));
  recorder.one('sleep-duration', round(clamp(health.sleepHours + random.normal(0, 0.3), 3.5, 11), 2));
  recorder.one('salt-preference', salt < 6 ? 1 : salt < 10.5 ? 2 : 3);
  if (random.chance(0.4)) recorder.one('salt-intake', round(salt, 2));
  if (random.chance(0.4)) recorder.one('vegetable-fruit-intake', Math.round(clamp(random.normal(330 + 90 * better, 130), 40, 1100) / 10) * 10);
}

/** Before and after with what is lasting in a person and what is chance, so that low first scores rise and high ones fall by themselves. */
export function prePost(random: Random, { mean, deviation, gain, ceiling }: { mean: number; deviation: number; gain: number; ceiling: number }): { before: number; after: number } {
  const own = mean + random.normal(0, deviation * 0.85);
  const room = clamp((ceiling - own) / (ceiling - mean), 0.15, 1.5);
  const before = own + random.normal(0, deviation * 0.5);
  const after = own + room * random.normal(gain, gain * 0.45) + random.normal(0, deviation * 0.5);
  return { before: Math.round(clamp(before, 0, ceiling)), after: Math.round(clamp(after, 0, ceiling)) };
}

export function ask({ random, recorder }: Pick<Case, 'random' | 'recorder'>, day: number, [code, value]: readonly [string, number]): void {
  if (recorder.at({ day, minute: random.int(510, 1290), source: 'survey', delay: random.int(0, 60) })) recorder.one(code, value);
}

/** Nine in ten are content with what they got; the rest say so too. */
export function satisfaction({ random }: Pick<Case, 'random'>): number {
  return Math.round(clamp(random.chance(0.07) ? random.normal(58, 10) : random.normal(90, 6), 20, 100));
}

/** WHO-5 per cent scores are multiples of four. */
function four(value: number): number {
  return Math.round(value / 4) * 4;
}
