/**
 * The baseline of the indicators bench: the same definitions, organisations and breakdowns as a careful hand would write them in SQL over
 * the same records, as the database's owner, with tables of its own on the way. It is checked in the same run to give the same sums.
 */
export function indicatorsByHand({ idOf, from, recent, to }: { readonly idOf: (code: string) => number; readonly from: string; readonly recent: string; readonly to: string }): readonly string[] {
  const moment = (day: string) => `timestamp '${day}' at time zone 'Asia/Shanghai'`;
  const latest = (code: string, at: 'max' | 'min' = 'max') => `${at}(array[extract(epoch from effective_at)::float8, value, value2]) filter (where code = ${idOf(code)})`;
  const day = `(effective_at at time zone 'Asia/Shanghai')::date`;
  const seen = 'source_id in (1, 2, 4, 6)';
  const outcome = (reading: string, good: string) => `case when to_timestamp(${reading}[1]) >= ${moment(recent)} then case when ${good} then 'c' else 'u' end when seen_on >= date '${recent}' then 'v' else 'm' end`;
  const observed = `
    create temp table h_observed as
    select person_id, ${latest('blood-pressure')} as bp, ${latest('blood-pressure', 'min')} as bp0, ${latest('fasting-glucose')} as fpg, ${latest('total-cholesterol')} as tc, ${latest('ldl-cholesterol')} as ldl, ${latest('body-weight')} as weight,
      ${latest('body-height')} as height, ${latest('body-mass-index')} as bmi, ${latest('smoking-status')} as smoking, ${latest('exercise-minutes-per-week')} as minutes, ${latest('exercise-hours-per-day')} as hours, ${latest('salt-intake')} as salt,
      ${latest('medication-adherence')} as adherence, ${latest('health-knowledge-score')} as knowledge, ${latest('satisfaction-score')} as satisfaction, ${latest('mental-health-knowledge-score')} as mental, ${latest('mental-health-knowledge-score', 'min')} as mental0,
      count(*) filter (where code = ${idOf('mental-health-knowledge-score')}) as answers, ${latest('workshop-skill-rating')} as skill, ${latest('health-literacy-score')} as literacy, ${latest('uncorrected-visual-acuity')} as acuity, ${latest('uncorrected-visual-acuity', 'min')} as acuity0,
      count(*) filter (where code = ${idOf('uncorrected-visual-acuity')}) as tests, ${latest('student-fitness-score')} as fitness,
      max(array[extract(epoch from effective_at)::float8, value, value2]) filter (where code = ${idOf('blood-pressure')} and ${seen}) as clinic_bp, max(array[extract(epoch from effective_at)::float8, value]) filter (where code = ${idOf('fasting-glucose')} and ${seen}) as clinic_fpg,
      count(distinct ${day}) filter (where source_id = 2) as visits, count(distinct ${day}) filter (where source_id = 2 and effective_at >= ${moment(recent)}) as recent_visits, bool_or(source_id = 1) as examined, max(${day}) filter (where ${seen}) as seen_on
    from observation where effective_at >= ${moment(from)} and effective_at < (${moment(to)} + interval '1 day') and not implausible group by person_id`;
  const people = `
    create temp table h_person as
    with ill as (
      select person_id, bool_or(code ~ '^I1[0-3]' and clinical_status <> 'resolved') as htn, bool_or(code like 'E11%' and clinical_status <> 'resolved') as dm, bool_or(code like 'E78%' and clinical_status <> 'resolved') as lipid,
        min((recorded_at at time zone 'Asia/Shanghai')::date) filter (where code ~ '^I1[0-3]') as htn_on, min((recorded_at at time zone 'Asia/Shanghai')::date) filter (where code like 'E11%') as dm_on,
        bool_or(onset_on between date '${from}' and date '${to}' and code ~ '^(I20|I21|I22|I24|I25|I50|I60|I61|I63|I64|N18|E11\\.[2-7])') as complication, bool_or(onset_on between date '${from}' and date '${to}' and code ~ '^(I21|I22|I60|I61|I63|I64)') as event
      from condition where verification_status <> 'refuted' group by person_id),
    tiered as (select distinct on (person_id) person_id, tier from tier_history where changed_on <= date '${to}' order by person_id, change_no desc)
    select m.organization_id, coalesce(t.tier, 'none') as tier, p.sex, extract(year from age(date '${to}', p.birth_date))::int as age, o.*, coalesce(i.htn, false) as htn, coalesce(i.dm, false) as dm, coalesce(i.lipid, false) as lipid,
      coalesce(i.complication, false) as complication, coalesce(i.event, false) as event, exists (select from clinician c where c.person_id = p.person_id and c.role = 'doctor' and c.until is null) as signed,
      exists (select from medication d where d.person_id = p.person_id and d.atc like 'C10%' and d.status = 'active') as lipid_drug, (select count(*) from encounter e where e.person_id = p.person_id and e.class = 'emergency' and e.since between date '${from}' and date '${to}') as emergencies,
      greatest(o.seen_on, i.htn_on) >= date '${from}' and i.htn as htn_care, greatest(o.seen_on, i.htn_on) < date '${from}' and i.htn as htn_lost, i.htn_on < date '${recent}' as htn_old, ${outcome('o.clinic_bp', 'o.clinic_bp[2] < 140 and o.clinic_bp[3] < 90')} as htn_out,
      greatest(o.seen_on, i.dm_on) >= date '${from}' and i.dm as dm_care, greatest(o.seen_on, i.dm_on) < date '${from}' and i.dm as dm_lost, i.dm_on < date '${recent}' as dm_old, ${outcome('o.clinic_fpg', 'o.clinic_fpg[2] < 7')} as dm_out
    from membership m join person p on p.person_id = m.person_id left join h_observed o on o.person_id = p.person_id left join ill i on i.person_id = p.person_id left join tiered t on t.person_id = p.person_id`;
  return [observed, 'analyze h_observed', people, 'analyze h_person', summing];
}

const managed = '(htn_care or dm_care)';
const due = { htn: 'htn_care and htn_old', dm: 'dm_care and dm_old' };
const mass = 'coalesce(bmi[2], round((weight[2] / (height[2] * height[2]) * 10000)::numeric, 1))';

/** Definition, who counts, what each adds above the line, and below it where that is not 1. */
const lines: readonly (readonly [string, string, string, string?])[] = [
  ['record-rate', 'true', 'bp is not null or weight is not null or fpg is not null or tc is not null'], ['record-update-rate', 'true', 'examined or visits > 0'],
  ['htn-std-rate', 'htn_care', 'visits >= 4 and examined'], ['dm-std-rate', 'dm_care', 'visits >= 4 and examined'], ['ncd-std-rate', managed, 'visits >= 4 and examined'],
  ['bp-control', due.htn, `htn_out = 'c'`], ['glu-control', due.dm, `dm_out = 'c'`], ['control-any', `(${due.htn}) or (${due.dm})`, `(coalesce(${due.htn}, false) = false or htn_out = 'c') and (coalesce(${due.dm}, false) = false or dm_out = 'c')`],
  ['followup-rate', `${managed} and tier in ('low', 'mid', 'high')`, `least(coalesce(recent_visits, 0), case tier when 'high' then 13 when 'mid' then 3 else 1 end)`, `case tier when 'high' then 13 when 'mid' then 3 else 1 end`],
  ['adherence', 'adherence is not null', 'adherence[2] = 1'], ['complication', managed, 'complication'], ['cvd-event', 'true', 'event'], ['ed-visits', managed, 'emergencies'], ['elder-mgmt', 'age >= 65', 'examined'],
  ['dyslip', 'lipid or tc[2] >= 6.2 or ldl[2] >= 4.1', 'lipid_drug'], ['aware', 'knowledge is not null', 'knowledge[2]'], ['literacy', 'literacy is not null', 'literacy[2] >= 53'], ['skill-score', 'skill is not null', 'skill[2]'],
  ['quiz-score', 'answers >= 2', 'mental[2] - mental0[2]', 'mental0[2]'], ['smoke', 'smoking is not null', 'smoking[2] >= 2'], ['exercise', 'minutes is not null', 'minutes[2] >= 150'], ['pa-time', 'hours is not null', 'hours[2]'],
  ['obese', `${mass} is not null and age >= 18`, `${mass} >= 24`], ['bp-abn', 'bp is not null and age >= 18', 'bp[2] >= 140 or bp[3] >= 90'], ['salt', 'salt is not null', 'salt[2]'], ['exam-rate', 'true', 'examined'],
  ['exam-abn', 'examined and age >= 18', `bp[2] >= 140 or bp[3] >= 90 or fpg[2] >= 7 or tc[2] >= 6.2 or ldl[2] >= 4.1 or ${mass} >= 28`], ['screen-cov', 'age >= 35', 'bp is not null and fpg is not null'],
  ['improve', '(bp0[2] >= 140 or bp0[3] >= 90) and age >= 18', 'bp[2] < 140 and bp[3] < 90'], ['myopia', 'acuity is not null', 'least(acuity[2], acuity[3]) < 5'], ['myopia-new', 'tests >= 2 and least(acuity0[2], acuity0[3]) >= 5', 'least(acuity[2], acuity[3]) < 5'],
  ['fitness', 'fitness is not null', 'fitness[2] >= 80'], ['mh-aware', 'mental is not null', 'mental[2]'], ['sat', 'satisfaction is not null', 'satisfaction[2]'], ['signed', 'true', 'signed'], ['respondents', 'mental is not null', 'true'],
  ...(['htn', 'dm'] as const).flatMap((of): [string, string, string][] => [[`${of}-missed`, due[of], `${of}_out = 'm'`], [`${of}-unmeasured`, due[of], `${of}_out = 'v'`], [`${of}-uncontrolled`, due[of], `${of}_out = 'u'`], [`${of}-lost`, `${of}_care or ${of}_lost`, `${of}_lost`]]),
];
const numbers = new Set(['followup-rate', 'ed-visits', 'aware', 'skill-score', 'quiz-score', 'pa-time', 'salt', 'mh-aware', 'sat']);

const summing = `
  create temp table h_value as
  with cell as materialized (
    select organization_id, tier, case when age < 18 then '0-17' when age < 35 then '18-34' when age < 45 then '35-44' when age < 55 then '45-54' when age < 65 then '55-64' when age < 75 then '65-74' else '75+' end as band, sex,
      ${lines.map(([id, among, upper, lower], i) => [`count(*) filter (where ${among}) as p${i}`, numbers.has(id) ? `sum((${upper})::numeric) filter (where ${among}) as u${i}` : `count(*) filter (where (${among}) and (${upper})) as u${i}`, ...(lower === undefined ? [] : [`sum((${lower})::numeric) filter (where ${among}) as l${i}`])].join(', ')).join(', ')}
    from h_person group by 1, 2, 3, 4),
  lifted as (
    select a.organization_id, case when grouping(tier) = 0 then 'tier' when grouping(band) = 0 then 'age' when grouping(sex) = 0 then 'sex' else 'all' end as breakdown, coalesce(tier, band, case sex when 'male' then 'M' when 'female' then 'F' end, 'all') as band,
      ${lines.map(([, , , lower], i) => [`sum(p${i}) as p${i}`, `sum(u${i}) as u${i}`, ...(lower === undefined ? [] : [`sum(l${i}) as l${i}`])].join(', ')).join(', ')}
    from cell c join organization o on o.organization_id = c.organization_id join organization a on a.pos <= o.pos and a.pos_end >= o.pos
    group by grouping sets ((a.organization_id), (a.organization_id, tier), (a.organization_id, band), (a.organization_id, sex)))
  select organization_id, breakdown, band, v.* from lifted cross join lateral (values ${lines.map(([id, , , lower], i) => `('${id}', coalesce(u${i}, 0)::numeric, ${lower === undefined ? `p${i}::numeric` : `coalesce(l${i}, 0)`}, p${i})`).join(', ')}) v (definition, upper, lower, persons) where v.persons > 0`;
