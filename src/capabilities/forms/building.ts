/** Building a form: every change gives a new form, so that each can be taken back. */
import { Form, Item, itemsWithin, type ItemType, type Option } from './form.ts';

export function freshForm(): Form {
  return Form.parse({
    id: 'form', kind: 'survey', title: { zh: '新问卷', en: 'New survey' },
    licence: { status: 'own', wording: 'own', text: 'Questions of our own.', confidence: 'product' }, sources: ['own'], confidence: 'product',
    items: [{ linkId: 'q1', type: 'choice', text: { zh: '问题1', en: 'Question 1' }, options: twoOptions() }],
  });
}

/** The same form under another name; its scoring and texts stay. */
export function withKey(form: Form, key: string): Form {
  return { ...form, id: key.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 70) || 'form', url: null };
}

function twoOptions(): Option[] {
  return [{ code: 'a', zh: '选项1', en: 'Option 1' }, { code: 'b', zh: '选项2', en: 'Option 2' }].map(({ code, zh, en }) => ({ code, text: { zh, en }, score: null, system: null, as: 'coding', exclusive: false }));
}

/** The lowest qN that no item has. */
export function freeLinkId(form: Form, prefix = 'q'): string {
  const taken = new Set(itemsWithin(form.items).map(({ item }) => item.linkId));
  let number = taken.size + 1;
  while (taken.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

/** A new item of a type with what it must have, after another item or at the end; into the group that is chosen. */
export function withNewItem(form: Form, type: ItemType, after: string | null): { readonly form: Form; readonly linkId: string } {
  const linkId = freeLinkId(form, type === 'group' ? 'group' : 'q');
  const child = type === 'group' ? [{ linkId: `${linkId}-1`, type: 'string', text: { zh: '问题', en: 'Question' } }] : [];
  const item = Item.parse({
    linkId, type, text: type === 'group' ? { zh: '新的一组', en: 'New group' } : { zh: '新问题', en: 'New question' }, items: child,
    ...(type === 'choice' || type === 'open-choice' ? { options: twoOptions() } : {}), ...(type === 'quantity' ? { unit: 'kg' } : {}),
  });
  return { form: { ...form, items: inserted(form.items, item, after) }, linkId };
}

function inserted(items: readonly Item[], item: Item, after: string | null): Item[] {
  if (after === null) return [...items, item];
  return items.flatMap((one) => {
    if (one.linkId === after) return one.type === 'group' && item.type !== 'group' ? [{ ...one, items: [...one.items, item] }] : [one, item];
    return [{ ...one, items: one.items.length > 0 && within(one, after) ? inserted(one.items, item, after) : one.items }];
  });
}

function within(item: Item, linkId: string): boolean {
  return item.items.some((one) => one.linkId === linkId || within(one, linkId));
}

export function withItem(form: Form, linkId: string, change: (item: Item) => Item): Form {
  const walk = (items: readonly Item[]): Item[] => items.map((item) => (item.linkId === linkId ? change(item) : { ...item, items: walk(item.items) }));
  return { ...form, items: walk(form.items) };
}

/** A group that becomes empty goes with its last item. */
export function withoutItem(form: Form, linkId: string): Form {
  const walk = (items: readonly Item[]): Item[] =>
    items.filter((item) => item.linkId !== linkId).map((item) => ({ ...item, items: walk(item.items) })).filter((item) => item.type !== 'group' || item.items.length > 0);
  return { ...form, items: walk(form.items) };
}

/** A copy right behind, with names of its own. */
export function withCopy(form: Form, linkId: string): { readonly form: Form; readonly linkId: string } {
  const found = itemsWithin(form.items).find(({ item }) => item.linkId === linkId)?.item;
  if (found === undefined) return { form, linkId };
  const taken = new Set(itemsWithin(form.items).map(({ item }) => item.linkId));
  const named = (wanted: string): string => {
    let name = `${wanted}-2`;
    for (let number = 3; taken.has(name); number += 1) name = `${wanted}-${number}`;
    taken.add(name);
    return name;
  };
  const copied = (item: Item): Item => ({ ...item, linkId: named(item.linkId), items: item.items.map(copied) });
  const copy = copied(found);
  const walk = (items: readonly Item[]): Item[] => items.flatMap((item) => (item.linkId === linkId ? [item, copy] : [{ ...item, items: walk(item.items) }]));
  return { form: { ...form, items: walk(form.items) }, linkId: copy.linkId };
}

/** Items of one list in another order: of the whole form, or of a group. */
export function withOrder(form: Form, parent: string | null, [from, to]: readonly [number, number]): Form {
  const moved = (items: readonly Item[]): Item[] => {
    const rest = [...items];
    rest.splice(to, 0, ...rest.splice(from, 1));
    return rest;
  };
  return parent === null ? { ...form, items: moved(form.items) } : withItem(form, parent, (item) => ({ ...item, items: moved(item.items) }));
}

/** Lines of `text` or `text|score` (each perhaps `中文/English`) as options; codes that are there stay. */
export function optionsFrom(text: string, before: readonly Option[]): Option[] {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const taken = new Set<string>();
  return lines.map((line, i) => {
    const [, words = line, score] = /^(.*?)(?:\|\s*(-?\d+(?:\.\d+)?))?$/.exec(line) ?? [];
    const [zh = words, en = zh] = words.split(' / ').map((part) => part.trim());
    const known = before.find((option) => option.text.zh === zh && !taken.has(option.code)) ?? before[i];
    let code = known !== undefined && !taken.has(known.code) ? known.code : `o${i + 1}`;
    for (let number = i + 1; taken.has(code); number += 1) code = `o${number}`;
    taken.add(code);
    return { code, text: { zh: zh || line, en: en || zh || line }, score: score === undefined ? null : Number(score), system: known?.system ?? null, as: known?.as ?? 'coding', exclusive: known?.exclusive ?? false };
  });
}

export function linesOf(options: readonly Option[]): string {
  return options.map(({ text, score }) => `${text.en === text.zh ? text.zh : `${text.zh} / ${text.en}`}${score === null ? '' : `|${score}`}`).join('\n');
}
