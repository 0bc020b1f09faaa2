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
  positions: z.string().nullable(),
});
export type Consent = z.infer<typeof Consent>;

/** The consent without which nobody works with the record (content/consents/health-record.yaml). */
export const healthRecord = 'health-record';

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

// Contract

const Signature = Consent.pick({ consentId: true, version: true, wording: true, signedBy: true, signerName: true, signedAt: true, withdrawnAt: true, textHash: true });
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
export const myConsents = contract({ method: 'GET', path: '/api/me/:personId/consents', permission: 'self.consent', input: z.object(ofPerson), output: z.array(ConsentView), subject: 'personId' });
export const signMyConsent = contract({ ...signConsent, path: '/api/me/:personId/consents', permission: 'self.consent' });
export const withdrawMyConsent = contract({ ...withdrawConsent, path: '/api/me/:personId/consents/withdraw', permission: 'self.consent' });
