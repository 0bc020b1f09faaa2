/** What to say at a follow-up: rules of content/care/advice.yaml over what was entered. */
import { z } from 'zod';
import { checkCriterion, type FactTypes } from '../../kernel/expression/check.ts';
import { evaluate } from '../../kernel/expression/evaluate.ts';
import { Text } from '../../kernel/text.ts';
import { flagIn, numberIn, wordIn, type SheetAnswers } from './sheet.ts';

const facts: FactTypes = {
  sbp: { type: 'number', unit: 'mm[Hg]' }, dbp: { type: 'number', unit: 'mm[Hg]' }, fpg: { type: 'number', unit: 'mmol/L' }, age: { type: 'number', unit: 'a' }, bmi: { type: 'number', unit: 'kg/m2' },
  cigarettes: { type: 'number' }, alcohol: { type: 'number' }, exercise: { type: 'number', unit: 'min' }, salt: { type: 'string', codes: ['light', 'medium', 'heavy'] },
  adherence: { type: 'string', codes: ['regular', 'intermittent', 'none'] }, adverse: { type: 'boolean' }, hypoglycaemia: { type: 'boolean' },
};

const Rule = z.strictObject({ id: z.string(), when: z.string(), text: Text, source: z.string() });
export const AdviceRules = z.array(Rule.refine(({ when }) => checkCriterion(when, facts).ok, 'the condition cannot be read'));
export type AdviceRules = z.infer<typeof AdviceRules>;

export function adviceFor(answers: SheetAnswers, { rules, age }: { readonly rules: AdviceRules; readonly age: number | null }): AdviceRules {
  const [height, weight, times, minutes, low] = [numberIn(answers, 'height'), numberIn(answers, 'weight'), numberIn(answers, 'exercise-times'), numberIn(answers, 'exercise-minutes'), wordIn(answers, 'hypoglycaemia')];
  const values = {
    sbp: numberIn(answers, 'systolic'), dbp: numberIn(answers, 'diastolic'), fpg: numberIn(answers, 'fasting-glucose'), age, bmi: height && weight ? Math.round((weight / (height * height)) * 100_000) / 10 : null,
    cigarettes: numberIn(answers, 'cigarettes'), alcohol: numberIn(answers, 'alcohol'), exercise: times === 0 ? 0 : times === null || minutes === null ? null : times * minutes, salt: wordIn(answers, 'salt'),
    adherence: wordIn(answers, 'adherence'), adverse: flagIn(answers, 'adverse-reaction'), hypoglycaemia: low === null ? null : low !== 'none',
  };
  return rules.filter(({ when }) => {
    const checked = checkCriterion(when, facts);
    return checked.ok && evaluate(checked.ast, values).value === true;
  });
}
