/** The answers of the guidelines' models about a person, as shown. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { Clause } from './estimate.ts';
import type { RiskContent } from './content.ts';
import { cells } from './hypertension-risk.ts';

const Class = z.object({ code: z.string(), title: Text });
type Class = z.infer<typeof Class>;

const Input = z.object({ fact: z.string(), title: Text, value: Text, unit: z.string().nullable(), on: Day.nullable() });

export const ModelView = z.object({
  name: z.string(),
  title: Text,
  /** Null where missing inputs leave the class open. */
  category: Class.nullable(),
  value: z.number().nullable(),
  unit: z.string().nullable(),
  /** Lowest and highest value still possible; null where the value is known or the model has none. */
  range: z.tuple([z.number(), z.number()]).nullable(),
  /** What the missing inputs could still make of it; empty once it is decided. */
  possible: z.array(Class),
  notes: z.array(Text),
  inputs: z.array(Input),
  missing: z.array(z.object({ fact: z.string(), title: Text })),
  clause: Clause,
});
export type ModelView = z.infer<typeof ModelView>;

export const readModels = contract({
  method: 'GET',
  path: '/api/risk/persons/:personId/models',
  permission: 'risk.read',
  input: z.object({ personId: z.coerce.number().int().positive() }),
  output: z.object({ edition: z.string(), assessedOn: Day, models: z.array(ModelView) }),
  subject: 'personId',
});

export type ModelWords = { readonly name: string; readonly title: Text; readonly unit: string | null; readonly clause: Clause; readonly classes: readonly Class[] };

const text = (zh: string, en: string): Text => ({ zh, en });
const control = [{ code: 'controlled', title: text('达标', 'On target') }, { code: 'uncontrolled', title: text('未达标', 'Not on target') }];

/** What each model is called, and its classes in words, in the order in which they are shown. */
export function modelWords(content: RiskContent): readonly ModelWords[] {
  const { body, lipids, kidney, chinaPar, diabetesRisk, metabolicSyndrome, followup, selfCare, hypertensionRisk } = content;
  const groups = Object.entries(followup.titles.groups).map(([code, title]) => ({ code, title }));
  const targets = content.control.hypertension.targets.find(({ edition }) => edition === content.control.hypertension.default_edition);
  return [
    { name: 'htn_risk', title: text('高血压心血管风险分层', 'Cardiovascular risk in hypertension'), unit: null, clause: hypertensionRisk.matrix.clause, classes: cells.map((code) => ({ code, title: hypertensionRisk.matrix.cell_titles[code] })) },
    { name: 'china_par', title: text('China-PAR 十年心血管病风险', 'China-PAR ten-year cardiovascular risk'), unit: '%', clause: chinaPar.clause, classes: chinaPar.categories },
    { name: 'htn_control', title: text('血压控制', 'Control of blood pressure'), unit: null, clause: targets?.clause ?? hypertensionRisk.matrix.clause, classes: control },
    { name: 'htn_followup', title: text('高血压随访分类', 'Follow-up class, hypertension'), unit: null, clause: followup.clause, classes: groups },
    { name: 'dm_control', title: text('血糖控制', 'Control of glucose'), unit: null, clause: content.control.diabetes.regimes.standard.clause, classes: control },
    { name: 'dm_followup', title: text('糖尿病随访分类', 'Follow-up class, diabetes'), unit: null, clause: followup.clause, classes: groups },
    { name: 'cdrs', title: text('中国糖尿病风险评分', 'Chinese diabetes risk score'), unit: null, clause: diabetesRisk.score.clause, classes: [{ code: 'negative', title: diabetesRisk.score.categories.negative }, { code: 'positive', title: diabetesRisk.score.categories.positive }] },
    { name: 'metabolic_syndrome', title: text('代谢综合征(组分数)', 'Metabolic syndrome (components)'), unit: null, clause: metabolicSyndrome.clause, classes: [{ code: 'absent', title: text('不符合', 'Absent') }, { code: 'present', title: text('符合', 'Present') }] },
    { name: 'bmi', title: text('体质指数', 'Body-mass index'), unit: 'kg/m2', clause: body.bmi.clause, classes: body.bmi.bands },
    { name: 'waist', title: text('腰围分类', 'Waist class'), unit: null, clause: body.waist.clause, classes: body.waist.M },
    { name: 'lipids', title: text('血脂', 'Lipids'), unit: null, clause: lipids.classes.clause, classes: [{ code: 'normal', title: text('未见异常', 'Normal') }, { code: 'dyslipidaemia', title: text('血脂异常', 'Dyslipidaemia') }] },
    { name: 'egfr', title: text('肾小球滤过率与分期', 'Filtration and stage'), unit: 'mL/min/{1.73_m2}', clause: kidney.stages.clause, classes: kidney.stages.gfr },
    { name: 'self_care', title: text('老年人生活自理能力', 'Self-care of older people'), unit: null, clause: selfCare.clause, classes: selfCare.bands },
  ].map(({ classes, ...rest }) => ({ ...rest, classes: classes.map(({ code, title }) => ({ code, title })) }));
}
