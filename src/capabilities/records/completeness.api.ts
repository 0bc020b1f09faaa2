import { readContent } from '../../platform/content.ts';
import { countingAll } from '../../platform/database.ts';
import { handle } from '../../platform/handle.ts';
import type { Day } from '../../kernel/day.ts';
import { registry } from './codes.gateway.ts';
import { freshSince, leastComplete, organizationCompleteness, percentOf, personCompleteness, RecordTemplate, smallestGroup, type Share, type TemplateItem } from './completeness.ts';
import { completenessByGroup, completenessOf, type AskedItem, type GroupShare } from './completeness.store.ts';
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

function shareOf({ persons, needed, known }: GroupShare): Share {
  return { persons, needed, known, percent: percentOf({ needed, known }) };
}

function itemView({ id, title, observations, resources, person }: TemplateItem, known: boolean) {
  return { id, title, known, codes: observations ?? [], resources: resources ?? [], person: person ?? null };
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
    const shown = groups.filter(({ persons }) => persons >= smallestGroup);
    const total = groups.find(({ organizationId, accountId, no }) => organizationId === null && accountId === null && no === null);
    return {
      total: total && total.persons >= smallestGroup ? shareOf(total) : { persons: 0, needed: 0, known: 0, percent: null },
      organizations: shown.flatMap((group) => (group.organizationId === null ? [] : [{ ...shareOf(group), organizationId: group.organizationId, name: { zh: group.nameZh ?? '', en: group.nameEn ?? '' } }])),
      clinicians: shown.flatMap((group) => (group.accountId === null ? [] : [{ ...shareOf(group), accountId: group.accountId, name: group.clinicianName ?? '' }])),
      items: shown.flatMap((group) => {
        const asked = group.no === null ? undefined : items[group.no];
        return asked ? [{ ...shareOf(group), id: asked.item.id, title: asked.item.title, section: asked.section.title }] : [];
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
