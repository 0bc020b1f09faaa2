import { createHash, randomBytes } from 'node:crypto';
import { within, type Tx } from '../../platform/database.ts';
import { handle, handlePublic, type Ctx, type PublicCtx } from '../../platform/handle.ts';
import type { Instant } from '../../kernel/day.ts';
import { organizationById } from '../organizations/organizations.store.ts';
import { refuseLocked } from './bank.api.ts';
import { refuse } from './bank.ts';
import { answerTurn, closeContest, createContest, drawContest, joinContest, listContests, readBoard, type Board, type Contest, type ContestPlayer, type Turn } from './contest.ts';
import { contestById, contestLink, contestsInReach, endContest, insertContest, insertPlayer, keepDraw, keepMarks, playerById, playersOf } from './contest.store.ts';
import { commitmentOf, digestOf, drawPrizes } from './draw.ts';
import { leftOf, markedAnswer, paperFrom } from './paper.ts';
import type { PreparedForm } from './prepare.ts';
import { rankPlayers, rankTeams, type Standing } from './ranking.ts';
import { visiting } from './responding.api.ts';
import { respondentsForm } from './submission.ts';
import { currentVersion, preparedVersion } from './versions.gateway.ts';

interface Playing {
  readonly contest: Contest;
  readonly prepared: PreparedForm;
}

/** Inside the tenant of a contest, as nobody in particular. */
async function playing<T>(ctx: PublicCtx, token: string, work: (tx: Tx, at: Playing) => Promise<T>): Promise<T> {
  const link = await contestLink(ctx.database, token);
  if (!link) throw refuse.unknownLink();
  return within(ctx.database, visiting(link.tenantId), async (tx) => {
    const contest = await contestById(tx, link.contestId);
    if (!contest) throw refuse.unknownLink();
    return work(tx, { contest, prepared: await preparedVersion(tx, contest) });
  });
}

async function ownContest(ctx: Ctx, contestId: string): Promise<Contest> {
  const contest = await contestById(ctx.db, contestId, true);
  if (!contest) throw refuse.unknownDistribution();
  return contest;
}

const momentsOf = ({ startedAt, askedAt }: ContestPlayer, answered: number | null) => ({ started: Date.parse(startedAt), asked: Date.parse(askedAt), answered });

/** What the player sees next; right answers stay here. */
function turnOf(player: ContestPlayer, { contest, prepared }: Playing, { now, last }: { now: Instant; last: Turn['last'] }): Turn {
  const at = player.marks.length;
  const next = contest.closedAt === null ? player.paper[at] : undefined;
  const item = next === undefined ? undefined : prepared.items.get(next.linkId)?.item;
  const [open] = item === undefined ? [] : respondentsForm({ ...prepared.form, items: [item] }).items;
  const options = next === undefined || open === undefined ? [] : next.options.flatMap((code) => open.options.filter((option) => option.code === code));
  return {
    name: player.name, number: at + 1, of: player.paper.length, leftMilliseconds: next === undefined ? null : leftOf(momentsOf(player, null), contest.rules, Date.parse(now)),
    question: open === undefined ? null : { ...open, options }, last,
  };
}

/** Those who answered every question may win; each by a name of its own. */
function entrantsOf(players: readonly ContestPlayer[]): string[] {
  return players.filter(({ marks, paper }) => marks.length === paper.length).map(entrantOf);
}

/** The name with the start of the hash of the player's number: two of a name are two, and nobody learns the number. */
function entrantOf({ name, playerId }: ContestPlayer): string {
  return `${name}#${createHash('sha256').update(playerId).digest('hex').slice(0, 6)}`;
}

function boardOf(players: readonly ContestPlayer[], { contest }: Playing, me: string | undefined): Board {
  const named = new Map(players.map((player) => [player.playerId, player]));
  const everybody = players.map(({ playerId, team, marks }) => ({ id: playerId, team, answers: marks }));
  const line = ({ place, score, right, answered }: Standing) => ({ place, score, right, answered });
  const entrants = entrantsOf(players);
  return {
    title: contest.title, questions: contest.rules.questions, players: players.length, finished: entrants.length, closed: contest.closedAt !== null, teamSize: contest.teamSize,
    people: rankPlayers(everybody, contest.ranking).slice(0, 50).map((standing) => ({ ...line(standing), name: named.get(standing.id)?.name ?? '', me: standing.id === me })),
    teams: contest.teamSize === 0 ? [] : rankTeams(everybody, contest.ranking, contest.teamSize).slice(0, 30).map((standing) => ({ ...line(standing), name: standing.id })),
    commitment: commitmentOf(contest.seed), digest: contest.closedAt === null ? null : digestOf(entrants), draw: contest.draw,
  };
}

export const api = [
  handle(listContests, async (_input, ctx) =>
    (await contestsInReach(ctx.db)).map(({ contestId, organizationId, title, token, rules, ranking, teamSize, prizes, opensAt, closedAt, players, draw }) => ({ contestId, organizationId, title, token, rules, ranking, teamSize, prizes, opensAt, closedAt, players, drawn: draw !== null }))),

  handle(createContest, async ({ formKey, organizationId, ...wanted }, ctx) => {
    const organization = await organizationById(ctx.db, organizationId);
    if (!organization || organization.pos < ctx.caller.scope.from || organization.pos > ctx.caller.scope.to) throw refuse.outsideReach();
    const { tenant: tenantId } = ctx.caller.scope;
    const { versionId, form } = await currentVersion(ctx.db, formKey, { tenantId, versionId: ctx.newId(), publishedBy: ctx.caller.account, now: ctx.now });
    await refuseLocked(ctx, form);
    const paper = paperFrom(form, wanted.rules, 'trial');
    if (!paper.ok) throw refuse.tooFewQuestions({ topic: paper.topic ?? '', wanted: paper.wanted, found: paper.found });
    const contestId = ctx.newId();
    await insertContest(ctx.db, { ...wanted, tenantId, contestId, organizationId, organizationPos: organization.pos, versionId, token: randomBytes(18).toString('base64url'), seed: randomBytes(24).toString('hex'), draw: null, opensAt: ctx.now, closedAt: null, createdBy: ctx.caller.account });
    return { contestId };
  }),

  handle(closeContest, async ({ contestId }, ctx) => {
    await ownContest(ctx, contestId);
    await endContest(ctx.db, contestId, ctx.now);
    return { closed: true as const };
  }),

  handle(drawContest, async ({ contestId, publicNumber }, ctx) => {
    const contest = await ownContest(ctx, contestId);
    if (contest.draw !== null) return contest.draw;
    if (contest.closedAt === null) throw refuse.stillOpen();
    const entrants = entrantsOf(await playersOf(ctx.db, contestId));
    if (entrants.length === 0 || contest.prizes.length === 0) throw refuse.nobodyToDraw();
    const draw = drawPrizes({ seed: contest.seed, publicNumber, entrants, prizes: contest.prizes });
    await keepDraw(ctx.db, contestId, draw);
    return draw;
  }),

  handlePublic(readBoard, ({ token, me }, ctx) => playing(ctx, token, async (tx, at) => boardOf(await playersOf(tx, at.contest.contestId), at, me))),

  handlePublic(joinContest, ({ token, playerId, name, team }, ctx) => playing(ctx, token, async (tx, at) => {
    const { contest, prepared } = at;
    if (contest.closedAt !== null) throw refuse.closed();
    const paper = paperFrom(prepared.form, contest.rules, `${contest.contestId} ${playerId}`);
    if (!paper.ok) throw refuse.tooFewQuestions({ topic: paper.topic ?? '', wanted: paper.wanted, found: paper.found });
    const { tenantId, contestId, organizationPos } = contest;
    await insertPlayer(tx, { tenantId, contestId, playerId, organizationPos, name, team: contest.teamSize === 0 || team === '' ? null : team, paper: paper.questions.map(({ linkId, options }) => ({ linkId, options: [...options] })), marks: [], startedAt: ctx.now, askedAt: ctx.now });
    const player = await playerById(tx, { contestId, playerId });
    if (!player) throw refuse.unknownLink();
    return turnOf(player, at, { now: ctx.now, last: null });
  })),

  handlePublic(answerTurn, ({ token, playerId, linkId, values }, ctx) => playing(ctx, token, async (tx, at) => {
    const { contest, prepared } = at;
    if (contest.closedAt !== null) throw refuse.closed();
    const player = await playerById(tx, { contestId: contest.contestId, playerId });
    if (!player) throw refuse.unknownLink();
    const asked = player.paper[player.marks.length];
    const item = prepared.items.get(linkId)?.item;
    // Sent twice, or after the turn has passed: the question at hand is shown again.
    if (asked?.linkId !== linkId || item === undefined) return turnOf(player, at, { now: ctx.now, last: null });
    const mark = markedAnswer(item, values, { moments: momentsOf(player, Date.parse(ctx.now)), rules: contest.rules });
    const next = { ...player, marks: [...player.marks, { ...mark }], askedAt: ctx.now };
    await keepMarks(tx, next);
    return turnOf(next, at, { now: ctx.now, last: { right: mark.right, points: mark.points, explanation: item.help } });
  })),
];
