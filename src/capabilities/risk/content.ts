/** The clinical tables together, as `content/risk` holds them. */
import { z } from 'zod';
import { BloodPressureContent } from './blood-pressure.ts';
import { BodyContent } from './body.ts';
import { ChinaParContent } from './china-par.ts';
import { ControlContent } from './control.ts';
import { DiabetesRiskContent } from './diabetes-risk.ts';
import { SelfCareContent } from './elderly.ts';
import { FollowupContent } from './followup-classification.ts';
import { HypertensionRiskContent } from './hypertension-risk.ts';
import { KidneyContent } from './kidney.ts';
import { LipidsContent } from './lipids.ts';
import { MetabolicSyndromeContent } from './metabolic-syndrome.ts';
import { TiersContent } from './tier-rules.ts';
import { Facts } from '../rules/facts.ts';

export const RiskContent = z.strictObject({
  bloodPressure: BloodPressureContent,
  hypertensionRisk: HypertensionRiskContent,
  chinaPar: ChinaParContent,
  diabetesRisk: DiabetesRiskContent,
  metabolicSyndrome: MetabolicSyndromeContent,
  body: BodyContent,
  lipids: LipidsContent,
  kidney: KidneyContent,
  control: ControlContent,
  followup: FollowupContent,
  selfCare: SelfCareContent,
  facts: Facts,
  tiers: TiersContent,
});
export type RiskContent = z.infer<typeof RiskContent>;
