import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../../kernel/contract.ts';
import { addDays } from '../../kernel/day.ts';
import { wordsOf } from '../../kernel/text.ts';
import { readContent } from '../../platform/content.ts';
import type { Tx } from '../../platform/database.ts';
import { handle, type Caller, type Ctx } from '../../platform/handle.ts';
import { refuse } from './access.ts';
import { sha256 } from './access.gateway.ts';
import {
  answerDays, consentsOf, ConsentText, myConsents, requestErasure, retention, signConsent, signerOf, signMyConsent, stateOf, withdrawConsent, withdrawMyConsent, type ConsentView, type Signer,
} from './consent.ts';
import { insertConsent, insertErasure, isWithdrawn, markWithdrawn, signaturesOf, signingPerson } from './consent.store.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'content', 'consents');
const texts: readonly ConsentText[] = readdirSync(folder).filter((file) => file.endsWith('.yaml')).toSorted().map((file) => readContent(`consents/${file}`, ConsentText));

export const api = [
  handle(consentsOf, ({ personId }, ctx) => viewsOf(ctx, personId)),
  handle(signConsent, (input, ctx) => sign(ctx, input)),
  handle(withdrawConsent, (input, ctx) => withdraw(ctx, input)),
  handle(myConsents, ({ personId }, ctx) => viewsOf(ctx, personId)),
  handle(signMyConsent, (input, ctx) => sign(ctx, input)),
  handle(withdrawMyConsent, (input, ctx) => withdraw(ctx, input)),

  handle(requestErasure, async ({ personId, reason }, ctx) => {
    const { organizationPos } = await personOf(ctx, personId);
    const answerBy = addDays(ctx.today, answerDays);
    await insertErasure(ctx.db, { tenantId: ctx.caller.scope.tenant, erasureId: ctx.newId(), personId, organizationPos, reason, requestedAt: ctx.now, answerBy });
    return { answerBy, kept: [...retention] };
  }),
];

async function viewsOf(ctx: Ctx, personId: number): Promise<ConsentView[]> {
  const { birthDate } = await personOf(ctx, personId);
  const signatures = await signaturesOf(ctx.db, personId);
  return texts.map((text) => {
    const history = signatures.filter(({ textId }) => textId === text.id);
    return { text, state: stateOf(history, { birthDate, today: ctx.today }), signer: signerOf(birthDate, ctx.today), history };
  });
}

interface Signing {
  readonly personId: number;
  readonly textId: string;
  readonly version: number;
  readonly signedBy: Signer;
  readonly signerName: string;
}

async function sign(ctx: Ctx, { personId, textId, version, signedBy, signerName }: Signing): Promise<{ consentId: string }> {
  const { birthDate, organizationPos } = await personOf(ctx, personId);
  const text = texts.find(({ id }) => id === textId);
  if (!text || text.version !== version) throw refuse.otherWording();
  if (signedBy !== signerOf(birthDate, ctx.today)) throw signedBy === 'self' ? refuse.guardianNeeded() : refuse.ownConsentNeeded();
  const consentId = ctx.newId();
  const wording = `${wordsOf(text.title, ctx.locale)}\n\n${wordsOf(text.text, ctx.locale)}`;
  await insertConsent(ctx.db, {
    tenantId: ctx.caller.scope.tenant, consentId, personId, organizationPos, textId, version, wording, textHash: sha256(wording), signedBy, signerName,
    signedOn: ctx.today, signedAt: ctx.now, accountId: ctx.caller.account, withdrawnAt: null, withdrawnBy: null,
  });
  return { consentId };
}

async function withdraw(ctx: Ctx, { personId, textId }: { personId: number; textId: string }): Promise<{ withdrawn: true }> {
  if (!(await markWithdrawn(ctx.db, { personId, textId, at: ctx.now, by: ctx.caller.account }))) throw refuse.nothingToWithdraw();
  return { withdrawn: true };
}

async function personOf(ctx: Ctx, personId: number) {
  const found = await signingPerson(ctx.db, personId);
  if (!found) throw refuse.noSuchPerson();
  return found;
}

/**
 * Refuse a call on the record of somebody who withdrew the consent to health management; in the call's own transaction, so that a
 * withdrawal takes effect at once. The person still sees the own record, and an emergency still opens it (article 13, clause 4).
 */
export async function refuseWithdrawn(tx: Tx, caller: Caller, { contract, persons }: { contract: Contract; persons: readonly number[] }): Promise<void> {
  if (!contract.permission.startsWith('records.') || caller.scope.purpose === 'self') return;
  for (const person of persons) if (!caller.emergencies.includes(person) && (await isWithdrawn(tx, person, 'health-record'))) throw refuse.consentWithdrawn();
}
