import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadForms } from './bank.gateway.ts';
import { chanceFrom, shuffled } from './chance.ts';
import { commitmentOf, digestOf, drawPrizes, recheck } from './draw.ts';
import { itemsWithin } from './form.ts';
import { closesAt, leftOf, markedAnswer, paperFrom, PaperRules, standingOf, type Marked } from './paper.ts';
import { rankPlayers, rankTeams, worthOf, type Player } from './ranking.ts';
import { sha256 } from './sha256.ts';

const [bank] = loadForms(['health-literacy.yaml']);
if (bank === undefined) throw new Error('no bank');

describe('SHA-256', () => {
  // FIPS 180-4 and its examples.
  test.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
  ])('%j', (text, hash) => {
    expect(sha256(text)).toBe(hash);
  });
  test('agrees with the library of Node on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }), { numRuns: 300, seed: 20261122 });
  });
});

describe('chance', () => {
  test('is the same for the same seed, and even', () => {
    const chance = chanceFrom('a');
    const drawn = Array.from({ length: 6_000 }, () => chance(6));
    const counts = [0, 1, 2, 3, 4, 5].map((side) => drawn.filter((one) => one === side).length);
    expect(Math.min(...counts)).toBeGreaterThan(900);
    expect(Math.max(...counts)).toBeLessThan(1_100);
    const again = chanceFrom('a');
    expect(Array.from({ length: 10 }, () => again(6))).toEqual(drawn.slice(0, 10));
  });
  test('shuffles without losing anything', () => {
    fc.assert(fc.property(fc.array(fc.nat()), fc.string(), (list, seed) => {
      expect(shuffled(list, chanceFrom(seed)).toSorted((a, b) => a - b)).toEqual(list.toSorted((a, b) => a - b));
    }), { numRuns: 100, seed: 20261122 });
  });
});

describe('papers', () => {
  const rules = PaperRules.parse({ questions: 8 });
  const linkIds = (seed: string, given = rules): string[] => {
    const paper = paperFrom(bank, given, seed);
    return paper.ok ? paper.questions.map(({ linkId }) => linkId) : [];
  };
  test('the same seed gives the same paper, another another', () => {
    expect(linkIds('event:li')).toEqual(linkIds('event:li'));
    expect(linkIds('event:li')).not.toEqual(linkIds('event:wang'));
    expect(new Set(linkIds('event:li')).size).toBe(8);
  });
  test('so many of each topic', () => {
    const chosen = linkIds('x', PaperRules.parse({ questions: 1, perTopic: { knowledge: 2, skills: 3 } }));
    expect(['k', 's'].map((topic) => chosen.filter((linkId) => linkId.startsWith(topic)).length)).toEqual([2, 3]);
  });
  test('a bank that is too small', () => {
    expect(paperFrom(bank, PaperRules.parse({ questions: 21 }), 'x')).toEqual({ ok: false, topic: null, wanted: 21, found: 20 });
    expect(paperFrom(bank, PaperRules.parse({ questions: 1, perTopic: { skills: 7 } }), 'x')).toEqual({ ok: false, topic: 'skills', wanted: 7, found: 6 });
  });
  test('options in any order, and all of them', () => {
    const paper = paperFrom(bank, rules, 'y');
    const options = new Map(itemsWithin(bank.items).map(({ item }) => [item.linkId, item.options.map(({ code }) => code).toSorted()]));
    for (const question of paper.ok ? paper.questions : []) expect(question.options.toSorted()).toEqual(options.get(question.linkId));
  });
  test('every question comes up about as often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 500; i += 1) for (const linkId of linkIds(`person:${i}`)) counts.set(linkId, (counts.get(linkId) ?? 0) + 1);
    expect(counts.size).toBe(20);
    expect(Math.min(...counts.values())).toBeGreaterThan(150); // 200 expected
    expect(Math.max(...counts.values())).toBeLessThan(250);
  });
});

describe('the timer', () => {
  const rules = PaperRules.parse({ questions: 5, secondsPerQuestion: 20, secondsInAll: 60, graceSeconds: 2 });
  test.each([
    [0, 20_000, 'inTime'],
    [0, 22_000, 'inTime'],
    [0, 22_001, 'late'],
    [50_000, 62_000, 'inTime'], // the whole paper ends first
    [50_000, 62_001, 'late'],
    [10_000, 9_999, 'late'], // before it was asked
  ])('asked at %s and answered at %s: %s', (asked, answered, standing) => {
    expect(standingOf({ started: 0, asked, answered }, rules, answered)).toBe(standing);
  });
  test('still open, and what is left', () => {
    const moments = { started: 0, asked: 50_000, answered: null };
    expect(closesAt(moments, rules)).toEqual({ shown: 60_000, final: 62_000 });
    expect([standingOf(moments, rules, 61_000), standingOf(moments, rules, 63_000)]).toEqual(['open', 'late']);
    expect([leftOf(moments, rules, 55_000), leftOf(moments, rules, 61_000)]).toEqual([5_000, 0]);
    expect(leftOf(moments, PaperRules.parse({ questions: 1 }), 55_000)).toBeNull();
  });
  test('late answers earn nothing', () => {
    const item = itemsWithin(bank.items).find(({ item: { linkId } }) => linkId === 's4')?.item ?? expect.fail();
    const marked = (values: string[], answered: number | null): Marked => markedAnswer(item, values, { moments: { started: 0, asked: 0, answered }, rules });
    expect(marked(['sugar', 'sodium', 'fat'], 5_000)).toEqual({ linkId: 's4', right: true, points: 2, milliseconds: 5_000, limit: 20_000 });
    expect(marked(['sugar', 'sodium'], 5_000)).toMatchObject({ right: false, points: 0 });
    expect(marked(['sugar', 'sodium', 'fat'], 25_000)).toMatchObject({ right: false, points: 0 });
    expect(marked(['sugar', 'sodium', 'fat'], null)).toMatchObject({ right: false, points: 0 });
  });
});

describe('the ranking', () => {
  const answer = (right: boolean, milliseconds: number): Marked => ({ linkId: 'q', right, points: right ? 2 : 0, milliseconds, limit: 20_000 });
  const player = (id: string, team: string | null, ...answers: Marked[]): Player => ({ id, team, answers });
  const players = [
    player('an', 'li', answer(true, 4_000), answer(true, 16_000)),
    player('bo', 'li', answer(true, 2_000), answer(false, 1_000)),
    player('chen', 'wang', answer(true, 10_000), answer(true, 10_000)),
    player('dan', null, answer(true, 1_000), answer(true, 12_000)),
  ];
  const table = (rule: 'accuracy' | 'speed'): string[] => rankPlayers(players, rule).map(({ place, id, score }) => `${place} ${id} ${score}`);
  test('accuracy first, then time; the same shares a place', () => {
    expect(table('accuracy')).toEqual(['1 dan 4', '2 an 4', '2 chen 4', '4 bo 2']);
  });
  test('speed counts for half of the points', () => {
    expect(table('speed')).toEqual(['1 dan 3.35', '2 an 3', '2 chen 3', '4 bo 1.9']);
  });
  test.each([
    [0, 2],
    [20_000, 1],
    [40_000, 1],
    [10_000, 1.5],
  ])('after %s ms a right answer is worth %s', (milliseconds, worth) => {
    expect(worthOf(answer(true, milliseconds), 'speed')).toBe(worth);
  });
  test('families: the mean of the best, and no gain from being few', () => {
    expect(rankTeams(players, 'accuracy', 2).map(({ place, id, score }) => `${place} ${id} ${score}`)).toEqual(['1 li 3', '2 wang 2']);
    expect(rankTeams(players, 'accuracy', 1).map(({ id, score }) => `${id} ${score}`)).toEqual(['li 4', 'wang 4']);
  });
  test('nobody has answered', () => {
    expect(rankPlayers([player('x', null)], 'speed')).toEqual([{ place: 1, id: 'x', score: 0, right: 0, answered: 0, milliseconds: 0 }]);
    expect(rankTeams([], 'speed', 3)).toEqual([]);
  });
});

describe('the draw', () => {
  const seed = 'a3f1c2d4e5b60718293a4b5c6d7e8f90';
  const entrants = Array.from({ length: 40 }, (_, i) => `person-${i}`);
  const prizes = [{ id: 'first', count: 1 }, { id: 'second', count: 3 }];
  const draw = drawPrizes({ seed, publicNumber: '2026118', entrants, prizes });
  const published = { commitment: commitmentOf(seed), digest: digestOf(entrants) };

  test('gives each prize once, to different people, whatever the order of the list', () => {
    expect(draw.winners.map(({ prize }) => prize)).toEqual(['first', 'second', 'second', 'second']);
    expect(new Set(draw.winners.map(({ entrant }) => entrant)).size).toBe(4);
    expect(drawPrizes({ seed, publicNumber: '2026118', entrants: [...entrants, ...entrants].toReversed(), prizes })).toEqual(draw);
    expect(drawPrizes({ seed, publicNumber: '2026119', entrants, prizes }).winners).not.toEqual(draw.winners);
  });
  test('more prizes than people', () => {
    expect(drawPrizes({ seed, publicNumber: '', entrants: ['a', 'b'], prizes: [{ id: 'x', count: 5 }] }).winners).toHaveLength(2);
    expect(drawPrizes({ seed, publicNumber: '', entrants: [], prizes }).winners).toEqual([]);
  });
  test('anybody can re-check it', () => {
    expect(recheck(draw, published)).toEqual([]);
    const [first, second, ...rest] = draw.winners;
    if (first === undefined || second === undefined) return expect.fail();
    expect(recheck({ ...draw, winners: [{ ...first, entrant: 'person-39' }, second, ...rest] }, published)).toEqual(['otherWinners']);
    expect(recheck({ ...draw, seed: 'b'.repeat(32) }, published)).toEqual(['seedDoesNotFit', 'otherWinners']);
    expect(recheck({ ...draw, entrants: entrants.slice(1) }, published)).toContain('otherList');
    expect(recheck(drawPrizes({ seed: '1', publicNumber: '', entrants, prizes }), published)).toEqual(['otherCommitment', 'seedDoesNotFit', 'weakSeed']);
  });
  test('a comma in a name makes no other list of it', () => {
    expect(digestOf(['a,b'])).not.toBe(digestOf(['a', 'b']));
  });
  test('is fair', () => {
    const eight = entrants.slice(0, 8);
    const winners = Array.from({ length: 400 }, (_, i) => drawPrizes({ seed: `${seed}${i}`, publicNumber: '', entrants: eight, prizes: [{ id: 'x', count: 1 }] }).winners[0]?.entrant);
    const wins = eight.map((entrant) => winners.filter((winner) => winner === entrant).length);
    expect(Math.min(...wins)).toBeGreaterThan(25); // 50 expected
    expect(Math.max(...wins)).toBeLessThan(80);
  });
});
