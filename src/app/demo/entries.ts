import type { Entry } from '../../capabilities/records/entries.ts';
import { addDays, daysBetween, type Day } from '../../kernel/day.ts';
import type { ConditionCode } from './conditions.ts';
import type { DemoPerson } from './person.ts';
import { choose, weighted, Random, streams } from './random.ts';

/** What stands on record of a person beside measurements and diagnoses; nothing after the person died or moved away. */
export function entriesOf(person: DemoPerson, { seed, until }: { seed: number; until: Day }): Entry[] {
  const last = person.statusDay ?? until;
  const random = new Random(seed, person.index, streams.entries);
  const story: Story = { person, random, last, age: Math.floor(daysBetween(person.birthDate, last) / 365.25) };
  const all = [...medicines(story), ...allergies(story), ...family(story), ...encounters(story), ...immunizations(story), ...images(story)];
  return all.filter((entry) => dayIn(entry) >= person.birthDate && dayIn(entry) <= last);
}

interface Story {
  readonly person: DemoPerson;
  readonly random: Random;
  readonly last: Day;
  readonly age: number;
}

function dayIn(entry: Entry): Day {
  if (entry.resource === 'medication' || entry.resource === 'encounter') return entry.since;
  if (entry.resource === 'immunization') return entry.givenOn;
  if (entry.resource === 'imaging') return entry.performedOn;
  return entry.resource === 'allergy' || entry.resource === 'family-history' ? entry.notedOn : entry.resource === 'condition' ? entry.onsetOn : entry.writtenOn;
}

const conditionOf = ({ person }: Story, code: ConditionCode) => person.conditions.find((one) => one.code === code);
const adherence = weighted<'regular' | 'intermittent' | 'none'>([['regular', 74], ['intermittent', 20], ['none', 6]]);

type Drug = readonly [drug: string, atc: string, dose: number, unit: string, times: number];
const antihypertensives = weighted<Drug>([[['苯磺酸氨氯地平片', 'C08CA01', 5, 'mg', 1], 45], [['缬沙坦胶囊', 'C09CA03', 80, 'mg', 1], 30], [['硝苯地平控释片', 'C08CA05', 30, 'mg', 1], 15], [['氢氯噻嗪片', 'C03AA03', 12.5, 'mg', 1], 10]]);
const glucoseLowering = weighted<Drug>([[['盐酸二甲双胍片', 'A10BA02', 0.5, 'g', 2], 65], [['阿卡波糖片', 'A10BF01', 50, 'mg', 3], 20], [['格列齐特缓释片', 'A10BB09', 60, 'mg', 1], 15]]);
const statin: Drug = ['阿托伐他汀钙片', 'C10AA05', 20, 'mg', 1];
const aspirin: Drug = ['阿司匹林肠溶片', 'B01AC06', 100, 'mg', 1];

function medicines(story: Story): Entry[] {
  const { person, random, last } = story;
  const treated = (state: DemoPerson['truth']['hypertension']) => state === 'treated' || state === 'controlled';
  const taken: readonly (readonly [ConditionCode, Drug, boolean])[] = [
    ['hypertension', choose(random, antihypertensives), treated(person.truth.hypertension)],
    ['type2-diabetes', choose(random, glucoseLowering), treated(person.truth.diabetes)],
    ['dyslipidaemia', statin, random.chance(0.55)],
    ['coronary-heart-disease', aspirin, random.chance(0.8)],
    ['stroke-sequelae', aspirin, random.chance(0.75)],
  ];
  return taken.flatMap(([code, [drug, atc, doseValue, doseUnit, timesPerDay], takes]): Entry[] => {
    const found = conditionOf(story, code);
    if (!found || !takes) return [];
    const since = earlier(addDays(found.onset, random.int(0, 30)), last);
    return [{ resource: 'medication', drug, atc, status: 'active', doseValue, doseUnit, timesPerDay, route: 'oral', since, until: null, adherence: choose(random, adherence), forCondition: titles[code] ?? null, note: null }];
  });
}

const titles: Readonly<Record<string, string>> = { hypertension: '高血压', 'type2-diabetes': '2型糖尿病', dyslipidaemia: '血脂异常', 'coronary-heart-disease': '冠心病', 'stroke-sequelae': '脑梗死' };

function earlier(a: Day, b: Day): Day {
  return a < b ? a : b;
}

type Allergen = readonly [substance: string, category: 'medication' | 'food' | 'environment', criticality: 'low' | 'high', reaction: string];
const allergens = weighted<Allergen>([
  [['青霉素', 'medication', 'high', '皮疹、胸闷'], 38], [['头孢菌素', 'medication', 'high', '荨麻疹'], 14], [['磺胺类', 'medication', 'low', '皮疹'], 10],
  [['花生', 'food', 'high', '口唇肿胀'], 8], [['海鲜', 'food', 'low', '荨麻疹'], 16], [['花粉', 'environment', 'low', '鼻痒、喷嚏'], 14],
]);

function allergies({ person, random, last }: Story): Entry[] {
  const notedOn = earlier(addDays(person.memberships[0]?.since ?? last, random.int(0, 200)), last);
  const asked = random.unit();
  if (asked > 0.62) return [];
  if (asked > 0.07) return [{ resource: 'allergy', substance: 'none', kind: 'allergy', category: null, criticality: null, clinicalStatus: 'active', reaction: null, notedOn, note: null }];
  const [substance, category, criticality, reaction] = choose(random, allergens);
  return [{ resource: 'allergy', substance, kind: 'allergy', category, criticality, clinicalStatus: 'active', reaction, notedOn, note: null }];
}

const relatives = weighted<'father' | 'mother' | 'brother' | 'sister'>([['father', 40], ['mother', 36], ['brother', 14], ['sister', 10]]);

function family({ person, random, last }: Story): Entry[] {
  const notedOn = earlier(addDays(person.memberships[0]?.since ?? last, random.int(0, 200)), last);
  const asked = random.unit();
  if (asked > 0.55) return [];
  if (asked > 0.25) return [{ resource: 'family-history', relation: 'family', code: 'none', title: '无', onsetAge: null, deceased: null, notedOn, note: null }];
  const [code, title] = random.chance(0.6) ? ['I10', '高血压'] : random.chance(0.7) ? ['E11', '2型糖尿病'] : ['I63', '脑梗死'];
  return [{ resource: 'family-history', relation: choose(random, relatives), code, title, onsetAge: random.int(46, 72), deceased: random.chance(0.25), notedOn, note: null }];
}

const hospital = '康城区人民医院';

function encounters(story: Story): Entry[] {
  const { person, random, last } = story;
  const visits = person.conditions.slice(0, 2).map((found): Entry => visit(found, { on: earlier(addDays(found.recorded, random.int(0, 90)), last), random }));
  const severe = person.conditions.find(({ code }) => ['coronary-heart-disease', 'stroke-sequelae', 'copd', 'chronic-kidney-disease'].includes(code));
  if (!severe || !random.chance(0.6)) return visits;
  const since = addDays(last, -random.int(30, 700));
  const days = random.int(4, 14);
  const costYuan = Math.round(random.between(900, 1900) * days * 100) / 100;
  const until = addDays(since, days);
  return [...visits, {
    resource: 'encounter', class: 'inpatient', facility: hospital, department: severe.code === 'copd' ? '呼吸内科' : severe.code === 'chronic-kidney-disease' ? '肾内科' : '心血管内科', reason: '病情加重', diagnosisCode: severe.icd10,
    diagnosis: null, since, until: until > last ? null : until, costYuan, selfPaidYuan: Math.round(costYuan * random.between(0.18, 0.42) * 100) / 100, outcome: until > last ? null : 'home', note: null,
  }];
}

function visit({ icd10 }: DemoPerson['conditions'][number], { on, random }: { on: Day; random: Random }): Entry {
  const costYuan = Math.round(random.between(40, 320) * 100) / 100;
  return { resource: 'encounter', class: 'ambulatory', facility: hospital, department: '全科门诊', reason: '复诊取药', diagnosisCode: icd10, diagnosis: null, since: on, until: on, costYuan, selfPaidYuan: Math.round(costYuan * 0.4 * 100) / 100, outcome: null, note: null };
}

function immunizations({ person, random, last, age }: Story): Entry[] {
  const given = (vaccine: string, { dose, on }: { dose: number; on: Day }): Entry => ({
    resource: 'immunization', vaccine, vaccineCode: null, dose, givenOn: on, lot: `${on.slice(0, 4)}${String(random.int(1000, 9999))}`, manufacturer: null, site: age < 3 ? 'left-thigh' : 'left-arm', facility: '社区卫生服务中心', reaction: null,
  });
  if (age >= 60 && random.chance(0.45)) return [given('流感疫苗', { dose: 1, on: addDays(last, -random.int(20, 380)) }), ...(random.chance(0.3) ? [given('23价肺炎球菌多糖疫苗', { dose: 1, on: addDays(last, -random.int(400, 1500)) })] : [])];
  if (age >= 16) return random.chance(0.12) ? [given('流感疫苗', { dose: 1, on: addDays(last, -random.int(20, 380)) })] : [];
  const schedule: readonly (readonly [string, number, number])[] = [['乙肝疫苗', 1, 1], ['卡介苗', 1, 1], ['百白破疫苗', 1, 95], ['百白破疫苗', 2, 125], ['麻腮风疫苗', 1, 245], ['乙脑减毒活疫苗', 1, 250], ['水痘疫苗', 1, 400]];
  return schedule.map(([vaccine, dose, day]) => given(vaccine, { dose, on: addDays(person.birthDate, day + random.int(0, 12)) }));
}

function images(story: Story): Entry[] {
  const { random, last, age } = story;
  const on = addDays(last, -random.int(10, 340));
  const image = (modality: 'DX' | 'US' | 'ECG' | 'CT', bodySite: string, report: readonly [text: string, conclusion: string, abnormal: boolean]): Entry => ({
    resource: 'imaging', modality, bodySite, performedOn: on, facility: hospital, reference: `KC${on.replaceAll('-', '')}${String(random.int(1000, 9999))}`, report: report[0], conclusion: report[1], abnormal: report[2],
  });
  const found: Entry[] = [];
  if (conditionOf(story, 'hypertension') && random.chance(0.4)) {
    found.push(random.chance(0.25) ? image('ECG', '心脏', ['窦性心律,左室高电压。', '左室高电压', true]) : image('ECG', '心脏', ['窦性心律,各导联未见明显异常。', '正常心电图', false]));
  }
  if (age >= 40 && random.chance(0.15)) found.push(image('DX', '胸部', ['双肺纹理清晰,心影大小形态正常,双膈面光整。', '心肺未见明显异常', false]));
  if (conditionOf(story, 'fatty-liver')) found.push(image('US', '腹部', ['肝脏体积稍大,实质回声细密增强,后方回声衰减。', '脂肪肝', true]));
  if (conditionOf(story, 'stroke-sequelae')) found.push(image('CT', '头颅', ['左侧基底节区见陈旧性低密度灶,脑室系统形态正常。', '陈旧性脑梗死', true]));
  return found;
}
