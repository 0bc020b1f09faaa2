/** The row of facts of a person: its columns as shipped. A fact that needs a new column comes with a new step of the schema. */
import { z } from 'zod';
import type { ColumnType, StoredColumn } from './stored-facts.ts';

const shipped: Readonly<Record<Exclude<ColumnType, 'text[]'>, string>> = {
  numeric: `
    sbp dbp hr temperature spo2 height weight bmi waist fpg ppg ogtt2h glucose_now hba1c tc ldl hdl tg creatinine_umol_l egfr uacr albumin_mg_24h hcy
    uric_acid hemoglobin alt potassium cigarettes_per_day exercise_minutes salt_intake sleep_hours steps sokolow_lyon_mv cornell_mv_ms lvmi imt_mm
    cfpwv_ms bapwv_ms abi controlled_in_row uncontrolled_in_row phq9 gad7 who5 self_care health_literacy`,
  boolean: `
    pregnant lactating north urban family_cvd family_dm family_htn smoker drinks_daily salty_food dx_htn dx_t2dm t1dm secondary_htn ascvd heart_failure
    atrial_fibrillation pad ckd copd dyslipidaemia foot_ulcer lvh carotid_plaque stiffness abi_low danger_symptom bp_treated glucose_treated adr
    refractory_adr dka_hhs_12m new_complication`,
  text: `
    sex bp_source retinopathy neuropathy adherence`,
  date: `
    age_on pregnant_on lactating_on family_cvd_on family_dm_on family_htn_on sbp_on dbp_on hr_on temperature_on spo2_on height_on weight_on bmi_on
    waist_on fpg_on ppg_on ogtt2h_on glucose_now_on hba1c_on tc_on ldl_on hdl_on tg_on creatinine_umol_l_on egfr_on uacr_on albumin_mg_24h_on hcy_on
    uric_acid_on hemoglobin_on alt_on potassium_on smoker_on cigarettes_per_day_on exercise_minutes_on salt_intake_on drinks_daily_on salty_food_on
    sleep_hours_on steps_on retinopathy_on neuropathy_on foot_ulcer_on lvh_on carotid_plaque_on stiffness_on abi_low_on sokolow_lyon_mv_on
    cornell_mv_ms_on lvmi_on imt_mm_on cfpwv_ms_on bapwv_ms_on abi_on danger_symptom_on adherence_on adr_on refractory_adr_on drug_changed_days_on
    dx_days_on dm_years_on dka_hhs_12m_on new_complication_on follow_up_days_on check_up_days_on phq9_on gad7_on who5_on self_care_on health_literacy_on`,
  'date[]': `
    hypo_count_3m_days severe_hypo_12m_days face_to_face_12m_days`,
};

export const firstColumns: readonly StoredColumn[] = shippedTypes().flatMap((type) => shipped[type].trim().split(/\s+/).map((name) => ({ name, type })));

/** Days of the follow-ups that were satisfactory in a row, up to now. */
export const runColumn: StoredColumn = { name: 'satisfactory_1y_days', type: 'date[]' };

export const factTableColumns: readonly StoredColumn[] = [...firstColumns, runColumn];

function shippedTypes(): readonly (keyof typeof shipped)[] {
  return ['numeric', 'boolean', 'text', 'date', 'date[]'];
}

const schemas: Readonly<Record<ColumnType, z.ZodType>> = {
  numeric: z.number().nullable(),
  boolean: z.boolean().nullable(),
  text: z.string().nullable(),
  'text[]': z.array(z.string()).nullable(),
  date: z.iso.date().nullable(),
  'date[]': z.array(z.iso.date()).nullable(),
};

/** What the rules know of a person: values with the day they were so. Absent is unknown. */
export const PersonFact = z.object({
  tenantId: z.int(),
  personId: z.int(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
  ...Object.fromEntries(factTableColumns.map(({ name, type }) => [name, schemas[type]])),
});
