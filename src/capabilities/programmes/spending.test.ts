import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testApp } from '../../app/testing.ts';
import { openDraft, uploadPlan } from '../plans/plans.ts';
import { launchProgramme, openProgramme, updateBudgetLine } from './programmes.ts';
import { decideSpending, listSpending, requestSpending, spendingFault, standingOfLine, withdrawSpending } from './spending.ts';

const line = { budgetLineId: 'a', amount: 1000, per: null };
const entry = (over: Partial<Parameters<typeof standingOfLine>[1][number]>) => ({ spendingId: 'x', budgetLineId: 'a', kind: 'payment' as const, commitmentId: null, amount: 100, state: 'approved' as const, ...over });
const wanted = { budgetLineId: 'a', kind: 'payment' as const, commitmentId: null, amount: 100, voucher: '发票 1' };

describe('a line', () => {
  test.each([
    ['nothing spent', [], { paid: 0, committed: 0, available: 1000 }],
    ['a payment', [entry({ amount: 300 })], { paid: 300, committed: 0, available: 700 }],
    ['a commitment binds', [entry({ kind: 'commitment', amount: 400 })], { paid: 0, committed: 400, available: 600 }],
    ['a payment of a commitment does not count twice', [entry({ spendingId: 'c', kind: 'commitment', amount: 400 }), entry({ commitmentId: 'c', amount: 150 })], { paid: 150, committed: 250, available: 600 }],
    ['what is asked, rejected or withdrawn binds nothing', [entry({ state: 'requested' }), entry({ state: 'rejected' }), entry({ state: 'withdrawn' })], { paid: 0, committed: 0, requested: 100, available: 1000 }],
    ['fen add up exactly', [entry({ amount: 0.1 }), entry({ amount: 0.2 })], { paid: 0.3, available: 999.7 }],
  ])('%s', (_what, entries, standing) => expect(standingOfLine(line, entries)).toMatchObject(standing));

  test.each([
    ['what is left', { amount: 1000 }, [], null],
    ['a fen more', { amount: 1000.01 }, [], { is: 'overspends', available: 1000 }],
    ['a payment without a voucher', { voucher: null }, [], { is: 'noVoucher' }],
    ['of a commitment all of it', { commitmentId: 'c', amount: 400 }, [entry({ spendingId: 'c', kind: 'commitment' as const, amount: 400 })], null],
    ['of a commitment more than it', { commitmentId: 'c', amount: 401 }, [entry({ spendingId: 'c', kind: 'commitment' as const, amount: 400 })], { is: 'beyondCommitment', open: 400 }],
    ['of a commitment that was not approved', { commitmentId: 'c' }, [entry({ spendingId: 'c', kind: 'commitment' as const, state: 'requested' as const })], { is: 'unknownCommitment' }],
  ])('%s', (_what, over, entries, fault) => expect(spendingFault({ ...wanted, ...over }, line, entries)).toEqual(fault));

  test('left blank, or a rate, has no ceiling to spend against', () => {
    expect(spendingFault(wanted, { ...line, amount: null }, [])).toEqual({ is: 'noCeiling' });
    expect(spendingFault(wanted, { ...line, per: '人' }, [])).toEqual({ is: 'noCeiling' });
  });

  test('is never overspent, whatever is approved in turn', () => {
    const step = fc.record({ kind: fc.constantFrom('payment' as const, 'commitment' as const), amount: fc.integer({ min: 1, max: 60_000 }).map((fen) => fen / 100), of: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const approved: Parameters<typeof standingOfLine>[1][number][] = [];
        for (const [i, { kind, amount, of }] of steps.entries()) {
          const commitments = approved.filter((one) => one.kind === 'commitment');
          const commitmentId = kind === 'payment' && of < 3 ? (commitments[of]?.spendingId ?? null) : null;
          if (spendingFault({ budgetLineId: 'a', kind, amount, commitmentId, voucher: '1' }, line, approved) === null) approved.push({ spendingId: String(i), budgetLineId: 'a', kind, commitmentId, amount, state: 'approved' });
        }
        const { paid, committed, available } = standingOfLine(line, approved);
        expect(paid + committed).toBeLessThanOrEqual(1000 + 1e-9);
        expect(available).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('spending', async () => {
  const app = await testApp({ today: '2026-11-22' });
  const manager = await app.as('programme-manager', 'hospital');
  const second = await app.as('programme-manager', 'hospital');
  const leader = await app.as('leader', 'hospital');
  const organizationId = app.organizations.get('hospital')?.organizationId ?? 0;
  const plan = new Uint8Array(readFileSync(join(import.meta.dirname, '..', '..', '..', 'content', 'programmes', 'youth-mental.txt')));
  const { body: uploaded } = await manager.call(uploadPlan, { filename: 'plan.txt' }, plan);
  const draftId = uploaded.drafts[0]?.draftId ?? expect.fail('no draft');
  const { version } = (await manager.call(openDraft, { draftId })).body;
  const { programmeId } = (await manager.call(launchProgramme, { draftId, version, startsOn: '2026-01-01', endsOn: '2026-12-31', organizationId })).body;
  const [first] = (await manager.call(openProgramme, { programmeId })).body.budget;
  const budgetLineId = first?.budgetLineId ?? expect.fail('no line');
  const ask = (amount: number) => manager.call(requestSpending, { budgetLineId, kind: 'payment', commitmentId: null, amount, spentOn: '2026-11-20', payee: '某印刷厂', purpose: null, voucher: '发票 0001' });

  test('needs a line with an amount', async () => {
    expect((await ask(10)).problem.type).toBe('spending.noCeiling');
    await manager.call(updateBudgetLine, { budgetLineId, amount: 1000 });
    expect((await ask(1000.01)).problem).toMatchObject({ type: 'spending.overspends', params: { available: '1000.00' } });
  });

  test('is approved by somebody else, and never twice the same money', async () => {
    const [a, b] = [(await ask(700)).body.spendingId, (await ask(700)).body.spendingId];
    expect((await manager.call(decideSpending, { spendingId: a, decision: 'approved', reason: null })).problem.type).toBe('spending.ownRequest');
    const both = await Promise.all([second.call(decideSpending, { spendingId: a, decision: 'approved', reason: null }), leader.call(decideSpending, { spendingId: b, decision: 'approved', reason: null })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    const { body } = await manager.call(listSpending, { programmeId });
    expect(body.lines.find((one) => one.budgetLineId === budgetLineId)).toMatchObject({ paid: 700, requested: 700, available: 300 });
  });

  test('is taken back by who asked, and decided once', async () => {
    const { spendingId } = (await ask(10)).body;
    expect((await second.call(withdrawSpending, { spendingId })).problem.type).toBe('spending.notOwn');
    expect((await manager.call(withdrawSpending, { spendingId })).body).toEqual({ state: 'withdrawn' });
    expect((await second.call(decideSpending, { spendingId, decision: 'approved', reason: null })).problem.type).toBe('spending.notRequested');
  });
});
