import { notSunday, type Case } from './checkup.ts';
import { clamp, isKnown } from './health.ts';
import type { Random } from './random.ts';

/** What a yearly examination for complications finds, and what people say of their family and of looking after themselves. */
export function writeFindings({ health, place, year, recorder }: Case, random: Random): void {
  const day = notSunday(year, random.int(40, 345));
  if (health.managed && random.chance(0.45 + 0.5 * health.engagement) && recorder.at({ day, minute: random.int(500, 960), source: 'check-up', delay: 1440 })) {
    if (isKnown(health.diabetes)) writeComplications({ health, random, recorder });
    if (isKnown(health.hypertension)) writeOrganDamage({ health, random, recorder });
  }
  if (place.setting === 'community' && recorder.at({ day: random.int(5, 350), minute: random.int(540, 1080), source: 'survey', delay: 30 })) {
    recorder.one('family-diabetes', Number(random.chance(isKnown(health.diabetes) ? 0.4 : 0.15)));
    recorder.one('family-cvd', Number(random.chance(0.07)));
    if (health.age >= 65) recorder.one('self-care-score', selfCareOf(health.age, random));
  }
}

type Examined = Pick<Case, 'health' | 'recorder'> & { readonly random: Random };

/** Eye, nerve, foot and kidney; the worse the glucose, the more is found. */
function writeComplications({ health, random, recorder }: Examined): void {
  const worse = clamp((health.hba1c - 6.5) / 4, 0, 1);
  const at = random.unit();
  const eye = at < 0.04 * (1 + worse) ? random.int(3, 5) : at < 0.16 * (1 + worse) ? random.int(1, 2) : 0;
  recorder.one('retinopathy', eye);
  const nerve = random.unit();
  recorder.one('neuropathy', nerve < 0.05 * (1 + worse) ? 2 : nerve < 0.16 * (1 + worse) ? 1 : 0);
  recorder.one('foot-ulcer', Number(random.chance(0.012 * (1 + 2 * worse))));
  recorder.one('urine-albumin-creatinine-ratio', Math.round(clamp(Math.exp(random.normal(2.3 + 1.2 * worse, 0.9)), 2, 1800)));
  if (random.chance(0.25)) recorder.one('capillary-glucose', Math.round(10 * clamp(random.normal(6.6 + 2 * worse, 2.1), 2.9, 19)) / 10);
}

function writeOrganDamage({ health, random, recorder }: Examined): void {
  const strained = clamp((health.systolic - 125) / 60, 0, 1);
  recorder.one('left-ventricular-hypertrophy', Number(random.chance(0.05 + 0.15 * strained)));
  recorder.one('carotid-plaque', Number(random.chance(clamp(0.004 * (health.age - 40), 0.02, 0.25))));
}

/** 0 to 37 points; most older people look after themselves. */
function selfCareOf(age: number, random: Random): number {
  const needs = clamp((age - 70) / 60, 0.01, 0.4);
  return random.chance(needs) ? random.int(4, 30) : random.int(0, 2);
}
