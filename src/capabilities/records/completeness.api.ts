import { readContent } from '../../platform/content.ts';
import { countingAll, countingEverywhere } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import type { Day } from '../../kernel/day.ts';
import { isWithin, type Organization } from '../organizations/organizations.ts';
import { organizationsBetween } from '../organizations/organizations.store.ts';
import { publishedCounts, Publishing } from '../organizations/publishing.ts';
import { registry } from './codes.gateway.ts';
import { freshSince, leastComplete, organizationCompleteness, percentOf, personCompleteness, RecordTemplate, type Share, type TemplateItem } from './completeness.ts';
import { completenessByGroup, completenessOf, peopleAtOrganizations, type AskedItem, type GroupShare } from './completeness.store.ts';
import { seen } from './observations.api.ts';

const template = readContent('record-template.yaml', RecordTemplate);
const items = template.flatMap((section) => section.items.map((item) => ({ item, section })));

/** How many persons a list names at most. */
const listLimit = 200;

function askedOn(today: Day): AskedItem[] {
  return items.map(({ item }) => ({
    codes: (item.observations ?? []).map(codeId),
    resources: item.resources ?? [],
    person: item.person ?? null,
    since: freshSince(item, today),
    ages: item.ages ?? [0, 200],
  }));
}

function codeId(code: string): number {
  const found = registry.byCode(code);
  if (!found) throw new Error(`content/record-template.yaml names an unknown observation code: ${code}`);
  return found.id;
}

function shareOf({ persons, needed, known }: Pick<GroupShare, 'persons' | 'needed' | 'known'>): Share {
  return { persons, needed, known, percent: percentOf({ needed, known }) };
}

function itemView({ id, title, observations, resources, person }: TemplateItem, known: boolean) {
  return { id, title, known, codes: observations ?? [], resources: resources ?? [], person: person ?? null };
}

const { smallest_cell: k } = readContent('publishing.yaml', Publishing);

function seesPersons({ caller }: Ctx): boolean {
  return caller.scope.purpose === 'care';
}

/** Which organisations' figures may be told to the caller. */
async function shownOrganizations(ctx: Ctx): Promise<(organizationId: number) => boolean> {
  if (seesPersons(ctx)) return () => true;
  const [organizations, counts] = await countingEverywhere(ctx.db, ctx.caller.scope, async () => [await organizationsBetween(ctx.db, 0, 2_147_483_646), await peopleAtOrganizations(ctx.db)] as const);
  const published = publishedCounts(organizations, counts, { k, width: 1 });
  return (organizationId) => (published.get(organizationId)?.total ?? null) !== null;
}

/** Each organisation with everything below it; those without people are left out. */
function rolledUp(organizations: readonly Organization[], groups: readonly GroupShare[]) {
  const own = groups.filter(({ organizationId }) => organizationId !== null);
  const at = new Map(organizations.map((one) => [one.organizationId, one]));
  return organizations.flatMap(({ organizationId, pos, posEnd, nameZh, nameEn }) => {
    const inside = own.filter((group) => isWithin(at.get(group.organizationId ?? 0) ?? { pos: -1 }, { pos, posEnd }));
    const sum = (field: 'persons' | 'needed' | 'known') => inside.reduce((all, group) => all + group[field], 0);
    return inside.length === 0 ? [] : [{ ...shareOf({ persons: sum('persons'), needed: sum('needed'), known: sum('known') }), organizationId, name: { zh: nameZh, en: nameEn } }];
  });
}

export const api = [
  handle(personCompleteness, async ({ personId }, ctx) => {
    await seen(ctx, personId);
    const [found] = await completenessOf(ctx.db, askedOn(ctx.today), { personId, clinician: null, today: ctx.today, limit: 1 });
    const known = new Set(found?.found ?? []);
    const asked = new Set([...known, ...(found?.missing ?? [])]);
    const sections = template
      .map((section) => ({ id: section.id, title: section.title, items: items.flatMap(({ item, section: of }, no) => (of === section && asked.has(no) ? [itemView(item, known.has(no))] : [])) }))
      .filter((section) => section.items.length > 0);
    const share = { needed: found?.needed ?? 0, known: found?.known ?? 0 };
    return { ...share, percent: percentOf(share), sections };
  }),

  handle(organizationCompleteness, async (_input, ctx) => {
    const groups = await countingAll(ctx.db, ctx.caller.scope, () => completenessByGroup(ctx.db, askedOn(ctx.today), ctx.today));
    const shown = await shownOrganizations(ctx);
    const byOrganization = rolledUp(await organizationsBetween(ctx.db, ctx.caller.scope.from, ctx.caller.scope.to), groups).filter(({ organizationId }) => shown(organizationId));
    const everybody = groups.find(({ organizationId, accountId, no }) => organizationId === null && accountId === null && no === null);
    const total = seesPersons(ctx) ? everybody && shareOf(everybody) : byOrganization.find(({ organizationId }) => organizationId === ctx.caller.organization);
    const tells = total !== undefined;
    return {
      hiddenBelow: seesPersons(ctx) ? null : k,
      total: total ?? { persons: 0, needed: 0, known: 0, percent: null },
      organizations: byOrganization,
      clinicians: groups.flatMap((group) => (group.accountId === null || (!seesPersons(ctx) && group.persons < k) ? [] : [{ ...shareOf(group), accountId: group.accountId, name: group.clinicianName ?? '' }])),
      items: groups.flatMap((group) => {
        const asked = group.no === null || !tells || (!seesPersons(ctx) && group.persons < k) ? undefined : items[group.no];
        return asked ? [{ percent: percentOf(group), id: asked.item.id, title: asked.item.title, section: asked.section.title }] : [];
      }),
    };
  }),

  handle(leastComplete, async ({ mine }, ctx) => {
    const rows = await completenessOf(ctx.db, askedOn(ctx.today), { personId: null, clinician: mine === true ? ctx.caller.account : null, today: ctx.today, limit: listLimit });
    ctx.note(rows.map(({ personId }) => personId), 'list');
    return rows.map(({ personId, name, needed, known, missing }) => ({
      personId, name, needed, known, percent: percentOf({ needed, known }), missing: missing.flatMap((no) => items[no]?.item.id ?? []),
    }));
  }),
];
