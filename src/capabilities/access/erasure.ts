/** Erasure: what is deleted at once, what the law keeps until when, and who decided. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { addMonths, Day, Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';

// Words

export const ErasureState = z.enum(['open', 'done', 'refused', 'taken-back']);
export type ErasureState = z.infer<typeof ErasureState>;

/** A wish to be erased, with the day by which it is answered, and the answer. */
export const ErasureRequest = z.object({
  tenantId: z.int(),
  erasureId: z.uuid(),
  personId: z.int(),
  organizationPos: z.int(),
  reason: z.string(),
  requestedAt: Instant,
  answerBy: Day,
  state: ErasureState,
  decidedAt: Instant.nullable(),
  decidedBy: z.uuid().nullable(),
  answer: z.string().nullable(),
  positions: z.string().nullable(),
});
export type ErasureRequest = z.infer<typeof ErasureRequest>;

/** The last contacts from which the law counts. */
export interface LastContacts {
  readonly outpatient: Day | null;
  readonly inpatient: Day | null;
}

// Rules

/** An answer is due within fifteen working days; thirty days hold them in any month (GB/T 35273). */
export const answerDays = 30;

const Kept = z.object({ title: Text, law: Text, until: Day.nullable() });
export type Kept = z.infer<typeof Kept>;

const recordsLaw = { zh: '《医疗机构病历管理规定(2013 年版)》第二十九条', en: 'Medical Records Management Provisions (2013), art. 29' };

/** What is kept although somebody asks to be erased, until when, and the law behind it. A day that is not known yet is null. */
export function retention({ outpatient, inpatient }: LastContacts): Kept[] {
  return [
    { title: { zh: '门诊病历与健康档案:自最后一次就诊或服务起 15 年', en: 'Outpatient and health records: 15 years after the last visit or service' }, law: recordsLaw, until: outpatient && addMonths(outpatient, 15 * 12) },
    ...(inpatient ? [{ title: { zh: '住院病历:自最后一次出院起 30 年', en: 'Inpatient records: 30 years after the last discharge' }, law: recordsLaw, until: addMonths(inpatient, 30 * 12) }] : []),
    { title: { zh: '操作与访问日志:不少于 6 个月', en: 'Logs of use and access: six months at least' }, law: { zh: '《网络安全法》第二十一条', en: 'Cybersecurity Law, art. 21' }, until: null },
    { title: { zh: '已签署的同意书:作为合法处理的证明,与档案同期保存', en: 'Signed consents: kept with the record, as proof that it was lawful' }, law: { zh: '《个人信息保护法》第五十四条、第六十九条', en: 'Personal Information Protection Law, art. 54 and 69' }, until: outpatient && addMonths(outpatient, 15 * 12) },
  ];
}

/** What goes at once when the wish is granted; what stays is only stored and protected from then on (PIPL, article 47). */
export const deletedAtOnce: readonly Text[] = [
  { zh: '登录账号、登录手机号与登录记录', en: 'the account, its phone and its sessions' },
  { zh: '自己在家测量、填报的数值', en: 'values that you measured and entered at home' },
  { zh: '全部同意随即失效:档案停止用于随访、风险评估、统计和提醒', en: 'every consent ends: the record is used for no follow-up, assessment, statistics or reminder' },
];

// Contract

const ofPerson = { personId: z.coerce.number().int().positive() };
const mine = { personId: ofPerson.personId };

export const ErasureView = ErasureRequest.omit({ tenantId: true, organizationPos: true, positions: true, decidedBy: true });
export type ErasureView = z.infer<typeof ErasureView>;

/** What erasure means for this record, and the wishes so far. */
export const myErasure = contract({
  method: 'GET',
  path: '/api/me/:personId/erasure',
  permission: 'self.erase',
  input: z.object(mine),
  output: z.object({ deleted: z.array(Text), kept: z.array(Kept), requests: z.array(ErasureView) }),
  subject: 'personId',
});

export const requestErasure = contract({
  method: 'POST',
  path: '/api/me/:personId/erasure',
  permission: 'self.erase',
  input: z.object({ ...mine, reason: z.string().trim().max(500).default('') }),
  output: z.object({ answerBy: Day }),
  subject: 'personId',
});

export const takeBackErasure = contract({
  method: 'POST',
  path: '/api/me/:personId/erasure/take-back',
  permission: 'self.erase',
  input: z.object(mine),
  output: z.object({ takenBack: z.literal(true) }),
  subject: 'personId',
});

/** The wishes inside the reach, the most urgent first. */
export const listErasures = contract({
  method: 'GET',
  path: '/api/access/erasures',
  permission: 'access.erasure',
  input: z.object({ state: z.enum(['open', 'decided']).default('open') }),
  output: z.array(ErasureView.extend({ personName: z.string() })),
});

/** Grant it, which erases at once, or refuse it with the reason. Neither is taken back. */
export const decideErasure = contract({
  method: 'POST',
  path: '/api/access/erasures/of/:personId',
  permission: 'access.erasure',
  input: z.object({ ...ofPerson, erasureId: z.uuid(), grant: z.boolean(), answer: z.string().trim().min(2).max(500) }),
  output: z.object({ decided: z.literal(true) }),
  subject: 'personId',
});
