/** Consent: what a person (or, under fourteen, a guardian) agreed to, in which wording, until it is withdrawn. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { addMonths, Day, Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';

// Words

/** content/consents: one file a consent. Another wording is another version; what was signed keeps the wording it was signed in. */
export const ConsentText = z.strictObject({ id: z.string().regex(/^[a-z-]+$/), version: z.int().positive(), sensitive: z.boolean(), title: Text, text: Text });
export type ConsentText = z.infer<typeof ConsentText>;

export const Signer = z.enum(['self', 'guardian']);
export type Signer = z.infer<typeof Signer>;

/** One signature. `wording` is the text as it was signed; `textHash` its SHA-256 together with the title. */
export const Consent = z.object({
  tenantId: z.int(),
  consentId: z.uuid(),
  personId: z.int(),
  organizationPos: z.int(),
  textId: z.string(),
  version: z.int(),
  wording: z.string(),
  textHash: z.string(),
  signedBy: Signer,
  signerName: z.string(),
  signedOn: Day,
  signedAt: Instant,
  accountId: z.uuid(),
  withdrawnAt: Instant.nullable(),
  withdrawnBy: z.uuid().nullable(),
});
export type Consent = z.infer<typeof Consent>;

/** A wish to be erased, with the day by which it is answered. */
export const ErasureRequest = z.object({
  tenantId: z.int(),
  erasureId: z.uuid(),
  personId: z.int(),
  organizationPos: z.int(),
  reason: z.string(),
  requestedAt: Instant,
  answerBy: Day,
});
export type ErasureRequest = z.infer<typeof ErasureRequest>;

// Rules

/** Personal Information Protection Law, article 31: below this age a guardian consents. */
export const ownConsentFrom = 14;

/** A guardian signs until the day before the fourteenth birthday; one of 29 February turns fourteen on 1 March of other years (policy). */
export function signerOf(birthDate: Day, today: Day): Signer {
  const birthday = addMonths(birthDate, ownConsentFrom * 12);
  const leapDay = birthDate.endsWith('-02-29') && birthday.endsWith('-02-28');
  return today > birthday || (today === birthday && !leapDay) ? 'self' : 'guardian';
}

/** `renew`: what a guardian signed ends at fourteen, and the person is asked anew. */
export type ConsentState = 'given' | 'missing' | 'withdrawn' | 'renew';

export function stateOf(signatures: readonly Pick<Consent, 'signedAt' | 'signedBy' | 'withdrawnAt'>[], { birthDate, today }: { birthDate: Day; today: Day }): ConsentState {
  const latest = signatures.toSorted((a, b) => (a.signedAt < b.signedAt ? 1 : -1))[0];
  if (!latest) return 'missing';
  if (latest.withdrawnAt !== null) return 'withdrawn';
  return latest.signedBy === 'guardian' && signerOf(birthDate, today) === 'self' ? 'renew' : 'given';
}

/** What is kept although somebody asks to be erased, with the law behind it. */
export const retention: readonly { readonly title: Text; readonly law: Text }[] = [
  { title: { zh: '门诊病历:自最后一次就诊起 15 年', en: 'Outpatient records: 15 years after the last visit' }, law: { zh: '《医疗机构病历管理规定(2013 年版)》第二十九条', en: 'Medical Records Management Provisions (2013), art. 29' } },
  { title: { zh: '住院病历:自最后一次出院起 30 年', en: 'Inpatient records: 30 years after the last discharge' }, law: { zh: '《医疗机构病历管理规定(2013 年版)》第二十九条', en: 'Medical Records Management Provisions (2013), art. 29' } },
  { title: { zh: '操作与访问日志:不少于 6 个月', en: 'Logs of use and access: 6 months at least' }, law: { zh: '《网络安全法》第二十一条', en: 'Cybersecurity Law, art. 21' } },
  { title: { zh: '保存期未满的信息停止除存储和安全保护之外的处理', en: 'Until then nothing is done with it but storing and protecting it' }, law: { zh: '《个人信息保护法》第四十七条', en: 'Personal Information Protection Law, art. 47' } },
];

/** An answer is due within fifteen working days; thirty days hold them in any month (GB/T 35273). */
export const answerDays = 30;

// Contract

const Signature = Consent.pick({ consentId: true, version: true, signedBy: true, signerName: true, signedAt: true, withdrawnAt: true, textHash: true });
export const ConsentView = z.object({
  text: ConsentText,
  state: z.enum(['given', 'missing', 'withdrawn', 'renew']),
  /** Who has to sign today. */
  signer: Signer,
  history: z.array(Signature),
});
export type ConsentView = z.infer<typeof ConsentView>;

const ofPerson = { personId: z.coerce.number().int().positive() };
const signing = { textId: z.string(), version: z.int(), signedBy: Signer, signerName: z.string().trim().min(1).max(50) };

export const consentsOf = contract({ method: 'GET', path: '/api/access/consents/of/:personId', permission: 'access.consent', input: z.object(ofPerson), output: z.array(ConsentView), subject: 'personId' });

/** Each consent is signed by itself; a form signs none together with another. */
export const signConsent = contract({
  method: 'POST', path: '/api/access/consents', permission: 'access.consent', input: z.object({ ...ofPerson, ...signing }), output: z.object({ consentId: z.uuid() }), subject: 'personId',
});

/** Takes effect with the answer: the next request is served without it. */
export const withdrawConsent = contract({
  method: 'POST', path: '/api/access/consents/withdraw', permission: 'access.consent', input: z.object({ ...ofPerson, textId: z.string() }), output: z.object({ withdrawn: z.literal(true) }), subject: 'personId',
});

/** The same for oneself and one's wards, where `personId` is one of them. */
export const myConsents = contract({ method: 'GET', path: '/api/access/consents/mine/:personId', permission: 'self.consent', input: z.object(ofPerson), output: z.array(ConsentView), subject: 'personId' });
export const signMyConsent = contract({ ...signConsent, path: '/api/access/consents/mine', permission: 'self.consent' });
export const withdrawMyConsent = contract({ ...withdrawConsent, path: '/api/access/consents/mine/withdraw', permission: 'self.consent' });

export const requestErasure = contract({
  method: 'POST',
  path: '/api/access/erasure',
  permission: 'self.erase',
  input: z.object({ ...ofPerson, reason: z.string().trim().max(500).default('') }),
  output: z.object({ answerBy: Day, kept: z.array(z.object({ title: Text, law: Text })) }),
  subject: 'personId',
});
