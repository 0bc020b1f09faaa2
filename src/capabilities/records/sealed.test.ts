import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { addPerson } from '../../app/testing-people.ts';
import { testApp } from '../../app/testing.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { addTeamMember, formTeam, listMyCases, listTeamStaff, removeTeamMember, teamsOfPerson, TeamId } from '../access/teams.ts';
import { mergePeople, undoMerge } from '../people/duplicates.ts';
import { PersonId } from '../people/people.ts';
import { addDocument, readDocument } from './documents.ts';
import { addEntry, correctEntry, entryVersions, listEntries, type Entry } from './entries.ts';
import { exportBundle, exportRecord } from './exporting.ts';
import { enterObservations, listLatest, listObservations } from './observations.ts';
import { readTimeline } from './timeline.ts';

const { store, organizations, as } = await testApp();
const [case1, case2, twin] = [PersonId.parse(1), PersonId.parse(2), PersonId.parse(3)];
for (const personId of [1, 2, 3]) await addPerson(store.owner, { personId, at: organizations.get('hospital') });

const counsellor = await as('counsellor', 'hospital');
const colleague = await as('nurse', 'hospital');
const doctor = await as('doctor', 'hospital');
const admin = await as('organization-admin', 'district');

const note = (text: string): Entry => ({
  resource: 'encounter', class: 'ambulatory', facility: '心理门诊', department: null, reason: text, diagnosisCode: null, diagnosis: null,
  since: Day.parse('2026-11-20'), until: Day.parse('2026-11-20'), costYuan: null, selfPaidYuan: null, outcome: null, note: null,
});

async function opened(personId: PersonId): Promise<TeamId> {
  const { status, body } = await counsellor.call(formTeam, { personId });
  expect(status).toBe(200);
  return body.teamId;
}

const team = await opened(case1);
const sealedNote = await counsellor.call(addEntry, { personId: case1, teamId: team, entry: note('第一次会谈') });
const effectiveAt = Instant.parse('2026-11-20T01:00:00.000Z');
await counsellor.call(enterObservations, { personId: case1, teamId: team, effectiveAt, source: 'follow-up', values: [{ code: 'who5-wellbeing', value: 24 }] });

test('the team reads what it sealed, and says so', async () => {
  const { body } = await counsellor.call(listEntries, { personId: case1 });
  expect(body.map(({ sealed, source, entry }) => [sealed, source, entry])).toEqual([[true, 'counselling', note('第一次会谈')]]);
  expect((await counsellor.call(listLatest, { personId: case1 })).body.map(({ code, value, sealed }) => [code, value, sealed])).toEqual([['who5-wellbeing', 24, true]]);
  expect((await counsellor.call(readTimeline, { personId: case1 })).body.items.map(({ sealed }) => sealed)).toEqual([true, true]);
  expect((await counsellor.call(listMyCases, {})).body.map(({ person, team: of }) => [person.personId, of.members.length])).toEqual([[1, 1]]);
});

test('the doctor out of the team sees nothing of it, and is not held up by it', async () => {
  expect((await doctor.call(listEntries, { personId: case1 })).body).toEqual([]);
  expect((await doctor.call(listObservations, { personId: case1 })).body).toEqual([]);
  expect((await doctor.call(readTimeline, { personId: case1, withdrawn: 'true' })).body.items).toEqual([]);
  expect((await doctor.call(teamsOfPerson, { personId: case1 })).body).toEqual([]);
  expect((await doctor.call(entryVersions, { personId: case1, resource: 'encounter', entryId: sealedNote.body.entryId })).body).toEqual([]);
  // The same code at the same moment: a refusal would tell that there is one.
  expect((await doctor.call(enterObservations, { personId: case1, effectiveAt, source: 'follow-up', values: [{ code: 'who5-wellbeing', value: 40 }] })).status).toBe(200);
});

test('nobody seals for a team that is not theirs, or that works with somebody else', async () => {
  expect((await doctor.call(addEntry, { personId: case1, teamId: team, entry: note('x y') })).problem.type).toBe('records.notOnTeam');
  expect((await counsellor.call(addEntry, { personId: case2, teamId: team, entry: note('x y') })).problem.type).toBe('records.notOnTeam');
  expect((await counsellor.call(addEntry, { personId: case1, teamId: TeamId.parse(randomUUID()), entry: note('x y') })).problem.type).toBe('records.notOnTeam');
  expect((await admin.call(formTeam, { personId: case1 })).status).toBe(403);
  expect((await counsellor.call(formTeam, { personId: case1 })).problem.type).toBe('access.onTeamAlready');
});

test('a correction stays sealed, with its history', async () => {
  const [view] = (await counsellor.call(listEntries, { personId: case1 })).body;
  if (!view) throw new Error('unreachable');
  expect((await counsellor.call(correctEntry, { personId: case1, entryId: view.entryId, seen: view.recordedAt, entry: note('首次会谈,睡眠差'), reason: '补充' })).status).toBe(200);
  const { body } = await counsellor.call(entryVersions, { personId: case1, resource: 'encounter', entryId: view.entryId });
  expect(body.map(({ entry }) => entry)).toEqual([note('首次会谈,睡眠差'), note('第一次会谈')]);
  const { rows } = await store.owner.query('select label, team_id from entry_history union all select label, team_id from encounter');
  expect(rows).toEqual([{ label: 2, team_id: team }, { label: 2, team_id: team }]);
});

test('whoever is taken into the team sees it from then on, and no longer once taken out', async () => {
  const staff = (await counsellor.call(listTeamStaff, {})).body;
  expect(staff.some(({ name }) => name.startsWith('organization-admin'))).toBe(false);
  const nurse = staff.find(({ name }) => name.startsWith('nurse'));
  if (!nurse) throw new Error('unreachable');
  expect((await counsellor.call(addTeamMember, { personId: case1, teamId: team, accountId: nurse.accountId })).body.members).toHaveLength(2);
  expect((await colleague.call(listEntries, { personId: case1 })).body).toHaveLength(1);
  expect((await counsellor.call(removeTeamMember, { personId: case1, teamId: team, accountId: nurse.accountId })).body).toEqual({ members: 1 });
  expect((await colleague.call(listEntries, { personId: case1 })).body).toEqual([]);
  const [me] = (await counsellor.call(teamsOfPerson, { personId: case1 })).body[0]?.members ?? [];
  expect((await counsellor.call(removeTeamMember, { personId: case1, teamId: team, accountId: me?.accountId ?? nurse.accountId })).problem.type).toBe('access.lastOnTeam');
  expect((await doctor.call(addTeamMember, { personId: case1, teamId: team, accountId: nurse.accountId })).problem.type).toBe('access.noSuchTeam');
});

test('a sealed document opens for the team alone; no export carries what is sealed', async () => {
  const pdf = new TextEncoder().encode('%PDF-1.4\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n%%EOF');
  const { status, body } = await counsellor.call(addDocument, { personId: case1, kind: 'other', title: '量表原件', writtenOn: Day.parse('2026-11-20'), filename: 'scale.pdf', teamId: team }, pdf);
  expect(status).toBe(200);
  expect((await counsellor.call(readDocument, { personId: case1, entryId: body.entryId })).status).toBe(200);
  expect((await doctor.call(readDocument, { personId: case1, entryId: body.entryId })).status).toBe(404);
  const whole = (await counsellor.call(exportRecord, { personId: case1 })).body;
  expect([whole.entries, whole.entryHistory, whole.documents].map((rows) => rows.length)).toEqual([0, 0, 0]);
  expect(whole.observations.map(({ value }) => value)).toEqual([40]);
  expect(JSON.stringify((await counsellor.call(exportBundle, { personId: case1 })).body)).not.toContain('睡眠差');
});

test('a merge by somebody out of the team moves the case unseen and uncounted, and un-merging brings it back', async () => {
  const before = (await counsellor.call(listEntries, { personId: case1 })).body;
  const merged = await doctor.call(mergePeople, { personId: twin, mergedPersonId: case1 });
  expect(merged.status).toBe(200);
  expect((await doctor.call(listEntries, { personId: twin })).body).toEqual([]);
  expect((await counsellor.call(listEntries, { personId: twin })).body).toEqual(before);
  expect((await counsellor.call(teamsOfPerson, { personId: twin })).body.map(({ teamId }) => teamId)).toEqual([team]);
  const { rows } = await store.owner.query<{ table: string }>('select distinct table_name as table from merged_row where label < 2 order by 1');
  expect(rows.map((row) => row.table)).not.toContain('encounter');
  const { rows: open } = await store.owner.query<{ n: number }>('select count(*)::int as n from merged_row where label < 2 and moved');
  expect(merged.body.moved).toBe(open[0]?.n);
  expect((await doctor.call(undoMerge, { personId: twin, mergeId: merged.body.mergeId })).status).toBe(200);
  expect((await counsellor.call(listEntries, { personId: case1 })).body).toEqual(before);
  expect((await counsellor.call(teamsOfPerson, { personId: case1 })).body.map(({ teamId }) => teamId)).toEqual([team]);
  expect((await counsellor.call(listEntries, { personId: twin })).body).toEqual([]);
  expect((await doctor.call(listEntries, { personId: case1 })).body).toEqual([]);
});
