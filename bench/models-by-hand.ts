/** The baseline's half for the guidelines' models: class and value of each, by hand over the same row of facts as its tiers. */
export const modelAnswers = [
  'bmi', 'bmi_value', 'waist', 'lipids', 'egfr', 'egfr_value', 'htn_control', 'dm_control', 'htn_followup', 'dm_followup', 'china_par', 'china_par_value', 'cdrs', 'cdrs_value',
  'metabolic_syndrome', 'metabolic_syndrome_value', 'self_care', 'self_care_value',
] as const;

const grown = `(age < 18) is not true`;
const measurable = `${grown} and pregnant is not true`;
const over = (sbp: number, dbp: number) => `case when bp_source = 'home' then sbp >= ${Math.min(sbp, 135)} or dbp >= ${Math.min(dbp, 85)} else sbp >= ${sbp} or dbp >= ${dbp} end`;
const anyones = `case when age >= 80 then ${over(150, 90)} else ${over(140, 90)} end`;
const diabetics = `case when age >= 80 then ${over(150, 90)} else ${over(130, 80)} end`;
const pressureOff = `case when dx_t2dm then ${diabetics} when not dx_t2dm then ${anyones} when (${diabetics}) = (${anyones}) then (${anyones}) end`;
const glucoseOff = `fpg < 4.4 or fpg >= 7.0 or ppg >= 10.0 or hba1c >= case when age >= 65 then 8.0 else 7.0 end`;
const followed = (off: string) => `case when new_complication then 'complication' when adr or refractory_adr then 'adr' when ${off} then 'uncontrolled' when not (${off}) then 'controlled' end`;
const target = (off: string) => `case when ${off} then 'uncontrolled' when not (${off}) then 'controlled' end`;
const abnormal = `tc >= 5.2 or ldl >= 3.4 or tc - hdl >= 4.1 or tg >= 1.7 or hdl < 1.0`;
const components = [`case sex when 'M' then waist >= 90 when 'F' then waist >= 85 end`, `dx_t2dm or fpg >= 6.1 or (ogtt2h >= 7.8) is true`, `dx_htn or sbp >= 130 or dbp >= 85`, `tg >= 1.7`, `hdl < 1.04`];

/** Over `from`: two layers, so that the components of the syndrome are counted once. */
export function modelsByHand(from: string): string {
  const counted = `select *, ${components.map((is) => `case when ${is} then 1 else 0 end`).join(' + ')} as present, ${components.map((is) => `case when (${is}) is not false then 1 else 0 end`).join(' + ')} as possible from (${from}) m offset 0`;
  return `
    select *,
      case when ${measurable} then case when bmi < 18.5 then 'underweight' when bmi < 24 then 'normal' when bmi < 28 then 'overweight' when bmi >= 28 then 'obese' end end as bmi_class,
      case when ${measurable} then round(bmi, 1) end as bmi_value,
      case when ${measurable} then case when waist < case sex when 'M' then 85 else 80 end then 'normal' when waist >= case sex when 'F' then 85 else 90 end then 'central_obesity' when sex is not null and waist is not null then 'pre' end end as waist_class,
      case when ${abnormal} then 'dyslipidaemia' when not (${abnormal}) then 'normal' end as lipids,
      case when ${grown} then case when egfr >= 90 then 'G1' when egfr >= 60 then 'G2' when egfr >= 45 then 'G3a' when egfr >= 30 then 'G3b' when egfr >= 15 then 'G4' when egfr < 15 then 'G5' end end as egfr_class,
      case when ${grown} then round(egfr, 1) end as egfr_value,
      case when dx_htn then ${target(pressureOff)} end as htn_control, case when dx_t2dm then ${target(glucoseOff)} end as dm_control,
      case when dx_htn then ${followed(`case when age >= 65 then sbp >= 150 or dbp >= 90 else sbp >= 140 or dbp >= 90 end`)} end as htn_followup, case when dx_t2dm then ${followed('fpg >= 7.0')} end as dm_followup,
      case when china_par < 5 then 'low' when china_par < 10 then 'mid' when china_par >= 10 then 'high' end as china_par_class,
      case when dx_t2dm is not true then case when diabetes_risk_score >= 25 then 'positive' when diabetes_risk_score < 25 then 'negative' end end as cdrs, case when dx_t2dm is not true then diabetes_risk_score end as cdrs_value,
      case when ${measurable} then case when present >= 3 then 'present' when possible < 3 then 'absent' end end as metabolic_syndrome, case when ${measurable} and present = possible then present end as metabolic_syndrome_value,
      case when age >= 65 then case when self_care <= 3 then 'independent' when self_care <= 8 then 'mild' when self_care <= 18 then 'moderate' when self_care <= 37 then 'dependent' end end as self_care_class
    from (${counted}) m`;
}

/** Where the answer's name is that of a fact it is made of. */
const byHand: Readonly<Record<string, string>> = { bmi: 'bmi_class', waist: 'waist_class', egfr: 'egfr_class', china_par: 'china_par_class', china_par_value: 'china_par', self_care: 'self_care_class', self_care_value: 'case when age >= 65 then self_care end' };

export function handColumn(answer: string): string {
  return `${byHand[answer] ?? answer} as "model ${answer}"`;
}
