import { handColumn, modelAnswers, modelsByHand } from './models-by-hand.ts';

/**
 * The baseline of the tiers bench: the shipped rules and models once more, as a careful hand would write them in SQL over the same row of facts.
 * It is checked in the same run to give the same answer.
 */
export function tiersByHand({ today, chinaPar, diabetesScore }: { readonly today: string; readonly chinaPar: string; readonly diabetesScore: string }): string {
  const gated = gatedFacts({ today, chinaPar, diabetesScore });
  const strata = `
    select *, case when gate is null then
        (case when (sex = 'M' and age > 55) or (sex = 'F' and age > 65) then 1 else 0 end) + (case when smoker then 1 else 0 end)
        + (case when dx_t2dm is not true and ((fpg >= 6.1 and fpg < 7.0) or (ogtt2h >= 7.8 and ogtt2h < 11.1)) then 1 else 0 end)
        + (case when tc >= 5.2 or ldl >= 3.4 or hdl < 1.0 then 1 else 0 end) + (case when family_cvd then 1 else 0 end)
        + (case when (sex = 'M' and waist >= 90) or (sex = 'F' and waist >= 85) or bmi >= 28 then 1 else 0 end) + (case when hcy >= 10 then 1 else 0 end)
        + (case when (sex = 'M' and uric_acid >= 420) or (sex = 'F' and uric_acid >= 360) then 1 else 0 end) + (case when hr > 80 then 1 else 0 end) end as factors,
      case when gate is not null then null when ascvd or heart_failure or atrial_fibrillation or pad or retinopathy = 'htn_haemorrhage'
          or egfr < 30 or uacr >= 300 or albumin_mg_24h >= 300 or (sex = 'M' and creatinine_umol_l >= 133) or (sex = 'F' and creatinine_umol_l >= 124)
          or (dx_t2dm and (egfr < 60 or uacr >= 300 or retinopathy in ('severe_npdr', 'pdr', 'dme') or neuropathy = 'symptomatic' or foot_ulcer)) then 4
        when lvh or sokolow_lyon_mv > 3.8 or cornell_mv_ms > 244 or (sex = 'M' and lvmi >= 109) or (sex = 'F' and lvmi >= 105) or carotid_plaque or imt_mm >= 0.9
          or stiffness or cfpwv_ms >= 10 or bapwv_ms >= 18 or abi_low or abi < 0.9 or (egfr >= 30 and egfr < 60) or (sex = 'M' and creatinine_umol_l >= 115 and creatinine_umol_l < 133)
          or (sex = 'F' and creatinine_umol_l >= 107 and creatinine_umol_l < 124) or (uacr >= 30 and uacr < 300) or (albumin_mg_24h >= 30 and albumin_mg_24h < 300) or dx_t2dm then 3 else 0 end as damage,
      case when gate is not null or sbp is null or dbp is null then null when sbp >= 180 or dbp >= 110 then 4 when bp_source = 'home' then (case when sbp >= 135 or dbp >= 85 then 2 else 1 end)
        when sbp >= 160 or dbp >= 100 then 3 when sbp >= 140 or dbp >= 90 then 2 else 1 end as bp
    from (${gated}) q offset 0`;
  const celled = `
    select *, case when gate is null and dx_htn and bp is not null then
      (case when damage = 4 then array['high_very_high', 'very_high', 'very_high', 'very_high'] when damage = 3 or factors >= 3 then array['mid_high', 'high', 'high', 'very_high']
        when factors >= 1 then array['low', 'mid', 'mid_high', 'very_high'] else array['none', 'low', 'mid', 'high'] end)[bp] end as cell,
      case when gate is null then array_remove(array[case when age is null then 'age' end, case when sex is null then 'sex' end, case when sbp is null then 'sbp' end, case when dbp is null then 'dbp' end,
        case when (bp_days <= 90) is not true then 'bp_days' end, case when smoker is null then 'smoker' end, case when ascvd is null then 'ascvd' end, case when (egfr is not null and egfr_days <= 365) is not true then 'egfr' end,
        case when ((tc is not null or ldl is not null) and lipid_days <= 365) is not true then 'tc' end, case when ((tc is not null or ldl is not null) and lipid_days <= 365) is not true then 'ldl' end,
        case when bmi is null and waist is null then 'bmi' end, case when bmi is null and waist is null then 'waist' end, case when controlled_in_row is null then 'controlled_in_row' end,
        case when dx_t2dm and (fpg is not null and fpg_days <= 90) is not true then 'fpg' end, case when dx_t2dm and (hba1c is not null and hba1c_days <= 180) is not true then 'hba1c' end,
        case when dx_t2dm and (uacr is not null and uacr_days <= 365) is not true then 'uacr' end, case when dx_t2dm and (retina_days <= 365) is not true then 'retina_days' end, case when dx_t2dm and (foot_days <= 365) is not true then 'foot_days' end], null)
        when gate = 'G4' then array_remove(array[case when dx_htn is null then 'dx_htn' end, case when dx_t2dm is null then 'dx_t2dm' end], null) else '{}' end as missing
    from (${strata}) q offset 0`;
  const fired = `
    select *, case when gate is null then array_remove(array[
      case when sbp >= 180 or dbp >= 110 or glucose_now >= 16.7 or glucose_now <= 3.9 or fpg >= 16.7 or danger_symptom then 'H01' end,
      case when cell in ('high', 'high_very_high', 'very_high') then 'H02' end,
      case when ascvd or heart_failure or atrial_fibrillation or pad then 'H03' end,
      case when egfr < 30 or uacr >= 300 or (dx_t2dm and egfr < 60) then 'H04' end,
      case when retinopathy in ('severe_npdr', 'pdr', 'dme', 'htn_haemorrhage') or neuropathy = 'symptomatic' or foot_ulcer then 'H05' end,
      case when hba1c >= 9.0 then 'H06' end, case when fpg >= 10.0 and ppg > 13.9 then 'H07' end, case when severe >= 1 or hypo >= 2 then 'H08' end, case when dka_hhs_12m then 'H09' end,
      case when uncontrolled_in_row >= 2 or refractory_adr or new_complication then 'H10' end, case when ldl >= 4.9 or tc >= 7.2 then 'H11' end], null) else '{}' end as highs,
      case when gate is null then array_remove(array[
      case when (case when bp_source = 'home' then sbp >= 135 or dbp >= 85 else (age < 80 and (sbp >= 140 or dbp >= 90)) or (age >= 80 and (sbp >= 150 or dbp >= 90)) end) then 'M01' end,
      case when dx_t2dm and age < 80 and (sbp >= 130 or dbp >= 80) then 'M02' end, case when cell in ('mid', 'mid_high') then 'M03' end,
      case when dx_t2dm and (fpg >= 7.0 or ppg >= 10.0 or (age < 65 and hba1c >= 7.0) or (age >= 65 and hba1c >= 8.0)) then 'M04' end, case when hypo = 1 then 'M05' end,
      case when dx_t2dm and ((uacr >= 30 and uacr < 300) or retinopathy in ('mild_npdr', 'moderate_npdr') or neuropathy = 'asymptomatic') then 'M06' end,
      case when ldl >= 2.6 and ((dx_t2dm and age >= 40) or egfr < 60) then 'M07' end, case when dm_years >= 10 then 'M08' end, case when dx_days < 90 or drug_days < 28 then 'M09' end,
      case when (case when smoker then 1 else 0 end) + (case when drinks_daily then 1 else 0 end) + (case when exercise_minutes < 150 then 1 else 0 end) + (case when salty_food or salt_intake > 10 then 1 else 0 end)
        + (case when bmi >= 28 then 1 else 0 end) + (case when sleep_hours < 6 then 1 else 0 end) >= 3 then 'M10' end,
      case when china_par >= 10 then 'M11' end, case when uncontrolled_in_row = 1 or adr then 'M12' end, case when cardinality(missing) > 0 then 'M13' end, case when controlled_in_row < 2 then 'M14' end], null) else '{}' end as mids
    from (${celled}) q offset 0`;
  return `
    select tenant_id, person_id, case when gate is not null then 'not_tiered' when cardinality(highs) > 0 then 'high' when cardinality(mids) > 0 then 'mid' else 'low' end as tier, gate,
      cardinality(missing) > 0 as provisional, (gate is null and 'H01' = any (highs)) as emergency, highs || mids as fires, missing, cell, ${modelAnswers.map(handColumn).join(', ')} from (${modelsByHand(fired)}) q`;
}

/** Facts as they hold on the day, the gate, and the two scores. */
function gatedFacts({ today, chinaPar, diabetesScore }: { readonly today: string; readonly chinaPar: string; readonly diabetesScore: string }): string {
  const within = (fact: string, days: number) => `case when f.${fact}_on >= date '${today}' - ${days} then f.${fact} end as ${fact}`;
  const facts = `
    select f.tenant_id, f.person_id, extract(year from age(date '${today}', f.age_on)) as age, f.sex, f.north, f.urban, f.dx_htn, f.dx_t2dm, f.t1dm, f.secondary_htn, f.ascvd, f.heart_failure, f.atrial_fibrillation, f.pad,
      ${[['pregnant', 300], ['lactating', 365], ['sbp', 90], ['dbp', 90], ['hr', 90], ['bmi', 365], ['waist', 365], ['fpg', 90], ['ppg', 90], ['ogtt2h', 365], ['glucose_now', 1], ['hba1c', 180], ['tc', 365], ['ldl', 365], ['hdl', 365], ['tg', 365], ['self_care', 365], ['egfr', 365], ['uacr', 365], ['hcy', 365], ['uric_acid', 365], ['creatinine_umol_l', 365], ['albumin_mg_24h', 365], ['smoker', 365], ['exercise_minutes', 365], ['salt_intake', 365], ['drinks_daily', 365], ['salty_food', 365], ['sleep_hours', 365], ['retinopathy', 365], ['neuropathy', 365], ['foot_ulcer', 365], ['danger_symptom', 14], ['adr', 90], ['refractory_adr', 90], ['new_complication', 90], ['dka_hhs_12m', 365]].map(([fact, days]) => within(String(fact), Number(days))).join(', ')},
      case when f.sbp_on >= date '${today}' - 90 then f.bp_source end as bp_source, f.family_cvd, f.family_dm, f.bp_treated, f.lvh, f.carotid_plaque, f.stiffness, f.abi_low, f.abi, f.sokolow_lyon_mv, f.cornell_mv_ms, f.lvmi, f.imt_mm, f.cfpwv_ms, f.bapwv_ms,
      f.controlled_in_row, f.uncontrolled_in_row, (date '${today}' - f.sbp_on) as bp_days, (date '${today}' - f.fpg_on) as fpg_days, (date '${today}' - f.hba1c_on) as hba1c_days, (date '${today}' - greatest(f.tc_on, f.ldl_on)) as lipid_days,
      (date '${today}' - f.egfr_on) as egfr_days, (date '${today}' - f.uacr_on) as uacr_days, (date '${today}' - f.retinopathy_on) as retina_days, (date '${today}' - f.foot_ulcer_on) as foot_days,
      (date '${today}' - f.dx_days_on) as dx_days, (date '${today}' - f.drug_changed_days_on) as drug_days, extract(year from age(date '${today}', f.dm_years_on)) as dm_years,
      (select count(*) from unnest(f.hypo_count_3m_days) d where d > date '${today}' - 90) as hypo, (select count(*) from unnest(f.severe_hypo_12m_days) d where d > date '${today}' - 365) as severe
    from person_fact f offset 0`;
  return `
    select *, case when age < 18 then 'G1' when pregnant or lactating then 'G2' when t1dm or secondary_htn then 'G3' when not (dx_htn is true or dx_t2dm is true) then 'G4' end as gate,
      round((${chinaPar})::numeric, 1) as china_par, ${diabetesScore} as diabetes_risk_score
    from (${facts}) q offset 0`;
}
