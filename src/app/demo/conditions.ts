/** Conditions of the demo with their ICD-10 codes (three or four characters, as in GB/T 14396). */
export const demoConditions = {
  hypertension: { icd10: 'I10', zh: '原发性高血压', en: 'Essential hypertension' },
  'type2-diabetes': { icd10: 'E11', zh: '2型糖尿病', en: 'Type 2 diabetes' },
  dyslipidaemia: { icd10: 'E78.5', zh: '血脂异常', en: 'Dyslipidaemia' },
  hyperuricaemia: { icd10: 'E79.0', zh: '高尿酸血症', en: 'Hyperuricaemia' },
  'coronary-heart-disease': { icd10: 'I25', zh: '慢性缺血性心脏病', en: 'Chronic ischaemic heart disease' },
  'stroke-sequelae': { icd10: 'I69.3', zh: '脑梗死后遗症', en: 'Sequelae of cerebral infarction' },
  'chronic-kidney-disease': { icd10: 'N18', zh: '慢性肾脏病', en: 'Chronic kidney disease' },
  copd: { icd10: 'J44', zh: '慢性阻塞性肺疾病', en: 'Chronic obstructive pulmonary disease' },
  asthma: { icd10: 'J45', zh: '支气管哮喘', en: 'Asthma' },
  'fatty-liver': { icd10: 'K76.0', zh: '脂肪肝', en: 'Fatty liver' },
  'noise-hearing-loss': { icd10: 'H83.3', zh: '噪声性听力损失', en: 'Noise effects on inner ear' },
  myopia: { icd10: 'H52.1', zh: '近视', en: 'Myopia' },
} as const;
export type ConditionCode = keyof typeof demoConditions;
