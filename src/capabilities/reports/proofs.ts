/** The numbered list of proofs behind a report, in the order in which its text first leans on them. */
import type { Locale } from '../../kernel/text.ts';
import { wordsOf } from '../../kernel/text.ts';
import type { GoalMaterial, Material, Proof } from './material.ts';
import type { Sentence } from './official.ts';

export type ProofSource = Omit<Proof, 'no'>;

export interface ProofList {
  /** The number of a proof; the same source keeps its number. */
  readonly cite: (key: string, source: ProofSource) => number;
  readonly all: () => readonly Proof[];
}

export function proofList(): ProofList {
  const kept = new Map<string, Proof>();
  return {
    cite: (key, source) => {
      const known = kept.get(key);
      if (known) return known.no;
      const proof = { no: kept.size + 1, ...source };
      kept.set(key, proof);
      return proof.no;
    },
    all: () => [...kept.values()],
  };
}

export interface Telling {
  readonly material: Material;
  readonly locale: Locale;
  readonly proofs: ProofList;
  /** The words of this report's language. */
  readonly say: (zh: string, en: string) => string;
  /** A sentence that leans on the programme's own records of this part. */
  readonly fromWork: (part: WorkPart, text: string) => Sentence;
  readonly fromGoal: (goal: GoalMaterial, text: string) => Sentence;
}

export const workParts = { overview: ['项目概况', 'Programme overview', ''], tasks: ['任务台账', 'Task board', 'tasks'], activities: ['活动场次与签到', 'Sessions and attendance', 'calendar'], budget: ['经费台账', 'Budget lines', 'budget'], tiers: ['风险分层历史', 'History of tiers', ''], care: ['就诊与住院记录', 'Visits and admissions', ''], risks: ['风险登记', 'Risk register', 'risks'] } as const;
export type WorkPart = keyof typeof workParts;

export function telling(material: Material, locale: Locale, proofs: ProofList): Telling {
  const say = (zh: string, en: string) => (locale === 'en' ? en : zh);
  const page = `/programmes/${material.programme.programmeId}`;
  const plain = (title: string, href: string): ProofSource => ({ title, source: title, version: '', asOf: material.asOf, numerator: null, denominator: null, value: null, href });
  return {
    material,
    locale,
    proofs,
    say,
    fromWork: (part, text) => {
      const [zh, en, tab] = workParts[part];
      return { text, proofs: [proofs.cite(part, plain(say(zh, en), tab ? `${page}?tab=${tab}` : page))] };
    },
    fromGoal: (goal, text) => ({
      text,
      proofs: [
        proofs.cite(`goal ${goal.goalId}`, {
          title: goal.metric,
          source: goal.definition ? wordsOf(goal.definition.title, locale) : say('未绑定指标', 'no indicator bound'),
          version: goal.definition?.version ?? '',
          asOf: material.asOf,
          numerator: goal.numerator,
          denominator: goal.denominator,
          value: goal.current,
          href: `${page}?tab=goals`,
        }),
      ],
    }),
  };
}

/** A sentence without a number: it needs no proof. */
export function plainly(text: string): Sentence {
  return { text, proofs: [] };
}
