import { z } from 'zod';

/** What a part of a plan is for; it decides what may be read out of it. */
export const roles = [
  'background', 'principles', 'goals', 'population', 'tasks', 'schedule', 'safeguards', 'budget', 'risks', 'evaluation', 'organisation', 'closing',
] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

const Words = z.array(z.string().min(1)).min(1);

/** `content/plan-words.yaml`: the Chinese words by which the plan reader recognises things. Simplified, half-width. */
export const PlanWords = z.strictObject({
  /** Words of headings, tried in this order; the first that a heading holds gives the role. */
  roles: z.array(z.strictObject({ role: Role, words: Words })),
  /** Headings that name a role only when they hold nothing else: 风险 is one, 高风险人群 is none. */
  alone: z.array(z.strictObject({ role: Role, words: Words })),
  /** Words by which the text says how a target binds, longest first where they overlap. */
  bounds: z.strictObject({ atLeast: Words, over: Words, atMost: Words, under: Words, about: Words, increase: Words, decrease: Words, neutral: Words }),
  /** Measure words and the unit a number before them has. */
  units: z.record(z.string(), z.enum(['person-times', 'persons', 'sessions', 'count', 'hours', 'minutes', 'seconds', 'days', 'class-hours', 'years', 'score', 'yuan', 'ratio'])),
  /** Words that say a figure describes how things are, not what is wanted. */
  status: Words,
  /** Words that say a figure is wanted. */
  wanted: Words,
  /** Words around a percentage that is a share, weight, price or concentration. */
  shares: Words,
  /** Endings of names of rates and other measures. */
  measures: Words,
  /** Endings of names of measures that should fall. */
  lowerIsBetter: Words,
  /** Groups of people and diseases, which `A、B率` enumerates. */
  enumerable: Words,
  /** Nouns that name an activity one can hold, and the verbs that open its sentence. */
  activityNouns: Words,
  activityVerbs: Words,
  /** Words of people a plan speaks to. */
  audiences: Words,
  /** Endings of names of bodies. */
  bodies: Words,
  /** Ways to assess. */
  methods: Words,
  /** Slogans whose numbers count nothing. */
  slogans: Words,
  settings: z.array(z.strictObject({ setting: z.enum(['enterprise', 'community', 'school', 'youth-mental', 'hospital-chronic', 'healthy-city']), words: Words })),
});
export type PlanWords = z.infer<typeof PlanWords>;
