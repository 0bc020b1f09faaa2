import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { testApp } from '../../app/testing.ts';
import { loadForms } from './bank.gateway.ts';
import { answerTurn, closeContest, createContest, drawContest, joinContest, listContests, readBoard } from './contest.ts';
import { recheck } from './draw.ts';
import { itemsWithin } from './form.ts';

const { store, as, anonymous, organizations } = await testApp();
const manager = await as('programme-manager', 'district');
const right = new Map(itemsWithin(loadForms(['core-knowledge.yaml'])[0]?.items ?? []).map(({ item }) => [item.linkId, item.correct]));
const wanted = { organizationId: organizations.get('district')?.organizationId ?? 0, formKey: 'core-knowledge', title: '知识竞赛', ranking: 'accuracy' as const, teamSize: 2, rules: { questions: 5, secondsPerQuestion: 20 }, prizes: [{ id: '水杯', count: 1 }] };

test('families play, the clock is the server\'s, and the draw can be checked by anybody', async () => {
  expect((await manager.call(createContest, { ...wanted, rules: { questions: 99 } })).problem.type).toBe('forms.tooFewQuestions');
  const { contestId } = (await manager.call(createContest, wanted)).body;
  const token = (await manager.call(listContests, {})).body[0]?.token ?? '';
  expect(JSON.stringify((await manager.call(listContests, {})).body)).not.toContain('seed');
  const promised = (await anonymous.call(readBoard, { token })).body.commitment;
  const play = async (name: string, team: string | null, knows: boolean): Promise<string> => {
    const playerId = randomUUID();
    let turn = (await anonymous.call(joinContest, { token, playerId, name, team })).body;
    expect(JSON.stringify(turn.question)).not.toMatch(/"correct":\["/);
    expect(turn.leftMilliseconds).toBe(20_000);
    while (turn.question !== null) {
      const { linkId, options } = turn.question;
      const values = knows ? [...(right.get(linkId) ?? [])] : [options.find(({ code }) => !right.get(linkId)?.includes(code))?.code ?? ''];
      const sent = { token, playerId, linkId, values };
      turn = (await anonymous.call(answerTurn, sent)).body;
      expect(turn.last?.right).toBe(knows);
      // The same answer again changes nothing.
      expect((await anonymous.call(answerTurn, sent)).body.number).toBe(turn.number);
    }
    return playerId;
  };
  const me = await play('小王', '王家', true);
  await play('老王', '王家', false);
  await play('小李', '李家', true);
  const board = (await anonymous.call(readBoard, { token, me })).body;
  expect(board.people.map(({ name, right: count, me: mine }) => [name, count, mine])).toEqual(expect.arrayContaining([['小王', 5, true], ['小李', 5, false], ['老王', 0, false]]));
  expect(board.teams.map(({ name, score }) => [name, score])).toEqual(expect.arrayContaining([['王家', 2.5], ['李家', 2.5]]));
  expect((await manager.call(drawContest, { contestId, publicNumber: '' })).problem.type).toBe('forms.stillOpen');
  await manager.call(closeContest, { contestId });
  expect((await anonymous.call(joinContest, { token, playerId: randomUUID(), name: '迟到', team: null })).problem.type).toBe('forms.closed');
  const { body: draw } = await manager.call(drawContest, { contestId, publicNumber: '20261122' });
  const after = (await anonymous.call(readBoard, { token })).body;
  expect(after.draw).toEqual(draw);
  expect(after.commitment).toBe(promised);
  expect(recheck(draw, { commitment: promised, digest: after.digest ?? '' })).toEqual([]);
  expect((await manager.call(drawContest, { contestId, publicNumber: 'other' })).body).toEqual(draw);
});

test('an answer after the time earns nothing', async () => {
  const { contestId } = (await manager.call(createContest, wanted)).body;
  const token = (await manager.call(listContests, {})).body.find((one) => one.contestId === contestId)?.token ?? '';
  const playerId = randomUUID();
  const turn = (await anonymous.call(joinContest, { token, playerId, name: '慢', team: null })).body;
  await store.owner.query(`update contest_player set asked_at = asked_at - interval '23 seconds' where player_id = $1`, [playerId]);
  const linkId = turn.question?.linkId ?? '';
  expect((await anonymous.call(answerTurn, { token, playerId, linkId, values: [...(right.get(linkId) ?? [])] })).body.last).toMatchObject({ right: false, points: 0 });
});
