/** A live quiz: who plays, which questions each gets, how long, who leads, and a draw of prizes that anybody can check. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { Value } from './answers.ts';
import { Draw } from './draw.ts';
import { Item } from './form.ts';
import { PaperRules } from './paper.ts';

// Words

const Prize = Draw.shape.prizes.element;

/**
 * A quiz form played live. `seed` makes the draw; its commitment is public from the first moment, itself only when the prizes are
 * drawn. `teamSize`: how many of a team count; 0 without teams.
 */
export const Contest = z.object({
  tenantId: z.int(),
  contestId: z.uuid(),
  organizationId: z.int(),
  organizationPos: z.int(),
  versionId: z.uuid(),
  title: z.string().min(1).max(100),
  token: z.string(),
  rules: PaperRules,
  ranking: z.enum(['accuracy', 'speed']),
  teamSize: z.int().min(0).max(20),
  prizes: z.array(Prize),
  seed: z.string(),
  draw: Draw.nullable(),
  opensAt: Instant,
  closedAt: Instant.nullable(),
  createdBy: z.uuid(),
});
export type Contest = z.infer<typeof Contest>;

const Question = z.object({ linkId: z.string(), options: z.array(z.string()) });
const Mark = z.object({ linkId: z.string(), right: z.boolean(), points: z.number(), milliseconds: z.number(), limit: z.number().nullable() });

/** `playerId` is made by the player's browser and known to nobody else; others see the name. `askedAt`: when the question at hand was shown. */
export const ContestPlayer = z.object({
  tenantId: z.int(),
  contestId: z.uuid(),
  playerId: z.uuid(),
  organizationPos: z.int(),
  name: z.string(),
  team: z.string().nullable(),
  paper: z.array(Question),
  marks: z.array(Mark),
  startedAt: Instant,
  askedAt: Instant,
});
export type ContestPlayer = z.infer<typeof ContestPlayer>;

// Contracts

export const ContestView = Contest.pick({ contestId: true, organizationId: true, title: true, token: true, rules: true, ranking: true, teamSize: true, prizes: true, opensAt: true, closedAt: true }).extend({ players: z.int(), drawn: z.boolean() });
export type ContestView = z.infer<typeof ContestView>;

const ofContest = { contestId: z.uuid() };
export const listContests = contract({ method: 'GET', path: '/api/form-contests', permission: 'forms.read', input: z.object({}), output: z.array(ContestView) });
export const createContest = contract({
  method: 'POST',
  path: '/api/form-contests',
  permission: 'forms.distribute',
  input: Contest.pick({ organizationId: true, title: true, rules: true, ranking: true, teamSize: true, prizes: true }).extend({ formKey: z.string().max(80) }),
  output: z.object({ contestId: z.uuid() }),
});
/** No more answers: the list of players is fixed, and may be drawn from. */
export const closeContest = contract({ method: 'POST', path: '/api/form-contests/:contestId/close', permission: 'forms.distribute', input: z.object(ofContest), output: z.object({ closed: z.literal(true) }) });
/** Draw the prizes among those who finished. `publicNumber`: one that nobody could know when the quiz closed, such as a lottery's. */
export const drawContest = contract({ method: 'POST', path: '/api/form-contests/:contestId/draw', permission: 'forms.distribute', input: z.object({ ...ofContest, publicNumber: z.string().trim().max(60) }), output: Draw });

const token = z.string().min(16).max(100);
const manyAtOnce = 6_000;
const Standing = z.object({ place: z.int(), name: z.string(), score: z.number(), right: z.int(), answered: z.int(), me: z.boolean() });
export const Board = z.object({
  title: z.string(), questions: z.int(), players: z.int(), finished: z.int(), closed: z.boolean(), teamSize: z.int(),
  people: z.array(Standing), teams: z.array(Standing.omit({ me: true })),
  /** Fixed since the quiz was made: SHA-256 of the seed that draws the prizes. */
  commitment: z.string(), digest: z.string().nullable(), draw: Draw.nullable(),
});
export type Board = z.infer<typeof Board>;
/** The ranking, the commitment, and the draw once it is made. `me`: the player who asks. */
export const readBoard = contract({ method: 'GET', path: '/api/contests/:token', permission: 'public', perMinute: manyAtOnce, input: z.object({ token, me: z.uuid().optional() }), output: Board });

const ofPlayer = { token, playerId: z.uuid() };
/** The question at hand with the time left on the server's clock; null when all are answered. */
export const Turn = z.object({ name: z.string(), number: z.int(), of: z.int(), leftMilliseconds: z.number().nullable(), question: Item.nullable(), last: z.object({ right: z.boolean(), points: z.number(), explanation: Text.nullable() }).nullable() });
export type Turn = z.infer<typeof Turn>;
/** Joining again with the same number goes on where it stood. */
export const joinContest = contract({ method: 'POST', path: '/api/contests/:token/players', permission: 'public', perMinute: manyAtOnce, input: z.object({ ...ofPlayer, name: z.string().trim().min(1).max(20), team: z.string().trim().max(20).nullable() }), output: Turn });
export const answerTurn = contract({ method: 'POST', path: '/api/contests/:token/answers', permission: 'public', perMinute: manyAtOnce, input: z.object({ ...ofPlayer, linkId: z.string().max(200), values: z.array(Value).max(50) }), output: Turn });
