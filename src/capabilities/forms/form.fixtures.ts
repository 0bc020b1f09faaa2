/** Forms and answers made up at random, every feature among them, all sound. */
import fc from 'fast-check';
import type { Answers, ResponseItem, Value } from './answers.ts';
import { Form, isChoice, type Item, type ItemType } from './form.ts';
import { prepareForm, type PreparedForm } from './prepare.ts';

type Fields = Record<string, unknown>;

const word = fc.stringMatching(/^[a-z]{1,6}$/);
const spoken = fc.oneof(word, fc.constantFrom('量表', "it's", 'a "quoted" word', '第1题?', '𠮷\n&<b>'));
const text = fc.oneof(spoken.map((zh) => ({ zh, en: zh })), fc.record({ zh: spoken, en: spoken }));
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
const coding = fc.record({ system: fc.constant('http://loinc.org'), code: word, display: maybe(word) });

const options = (open: boolean): fc.Arbitrary<Fields[]> =>
  fc.tuple(fc.constantFrom('coding', 'integer', 'string'), fc.boolean(), fc.uniqueArray(fc.nat(30), { minLength: open ? 0 : 1, maxLength: 4 })).chain(([as, scored, numbers]) =>
    fc.tuple(...numbers.map((number) => optionOf(as, scored, number))),
  );
function optionOf(as: string, scored: boolean, number: number): fc.Arbitrary<Fields> {
  const code = as === 'integer' ? String(number) : `o${number}`;
  const plain = { code, text: { zh: code, en: code }, as, score: scored ? number / 2 : null };
  return fc.record({ text, system: maybe(fc.constant('http://example.org/options')), exclusive: fc.boolean() }).map((rest) => (as === 'coding' ? { ...plain, ...rest } : { ...plain, exclusive: rest.exclusive }));
}

const values: Record<Exclude<ItemType, 'group' | 'display' | 'choice' | 'open-choice'>, fc.Arbitrary<Value>> = {
  boolean: fc.boolean(),
  decimal: fc.integer({ min: -5_000, max: 5_000 }).map((n) => n / 8),
  integer: fc.integer({ min: -500, max: 500 }),
  date: fc.constantFrom('2026-11-22', '2024-02-29', '2026-01'),
  dateTime: fc.constantFrom('2026-11-22T08:30:00+08:00', '2026-11-22T00:30:05.250Z', '2026-11-22'),
  time: fc.constantFrom('08:30', '23:59:59'),
  string: spoken,
  text: spoken,
  url: fc.constantFrom('https://example.org/a', 'urn:uuid:1'),
  place: fc.constantFrom('geo:30.25,120.15', 'geo:-12,-77.5;u=30'),
  quantity: fc.record({ value: fc.integer({ min: -100, max: 100 }).map((n) => n / 4), unit: fc.constant('kg') }),
  attachment: fc.record({ contentType: fc.constant('image/png'), title: maybe(word), url: maybe(word), data: maybe(fc.constant('aGk=')) }),
  camera: fc.record({ contentType: fc.constant('image/jpeg'), title: maybe(word), url: word, data: fc.constant(null) }),
  signature: fc.record({ contentType: fc.constant('image/svg+xml'), title: fc.constant(null), url: word, data: fc.constant(null) }),
};

function valueFor(item: Pick<Item, 'type' | 'options'>): fc.Arbitrary<Value> {
  const { type } = item;
  if (type === 'group' || type === 'display') return fc.constant(true);
  if (type !== 'choice' && type !== 'open-choice') return values[type];
  const codes = item.options.map(({ code }) => code);
  const own = word.map((one) => ({ text: `own ${one}` }));
  if (codes.length === 0) return own;
  return type === 'choice' ? fc.constantFrom(...codes) : fc.oneof(fc.constantFrom(...codes), own);
}

const anyType: fc.Arbitrary<ItemType> = fc.constantFrom<ItemType>(
  'display', 'boolean', 'decimal', 'integer', 'date', 'dateTime', 'time', 'string', 'text', 'url', 'choice', 'open-choice', 'attachment', 'quantity', 'signature', 'camera', 'place',
);

function question(number: number): fc.Arbitrary<Fields> {
  return anyType.chain((type) => {
    if (type === 'display') return fc.record({ linkId: fc.constant(`d.${number}`), type: fc.constant(type), text: maybe(text), hidden: fc.boolean(), control: maybe(fc.constantFrom('help', 'header', 'legal')) });
    const plain = { linkId: fc.constantFrom(`q${number}`, `q-${number}`, `${number}.1`, `/${number}'x`), type: fc.constant(type), text: maybe(text), help: maybe(text), prefix: maybe(word), codes: fc.array(coding, { maxLength: 2 }), required: fc.boolean(), readOnly: fc.boolean(), hidden: fc.boolean(), observation: maybe(word) };
    return fc.record(plain).chain((base) => detailed(base));
  });
}

function detailed(base: Fields & { type: ItemType }): fc.Arbitrary<Fields> {
  const { type } = base;
  const repeats = fc.boolean().chain((several) => fc.record({ repeats: fc.constant(several), minOccurs: maybe(fc.constant(1)), maxOccurs: several ? maybe(fc.integer({ min: 1, max: 5 })) : fc.constant(null) }));
  const numeric = ['integer', 'decimal', 'quantity'].includes(type);
  const textual = ['string', 'text', 'url'].includes(type);
  const limits = fc.record({
    min: numeric ? maybe(fc.integer({ min: -1_000, max: -600 })) : type === 'date' ? maybe(fc.constant('2020-01-01')) : type === 'time' ? maybe(fc.constant('07:00')) : fc.constant(null),
    max: numeric ? maybe(fc.integer({ min: 700, max: 900 })) : fc.constant(null),
    decimals: numeric ? maybe(fc.nat(4)) : fc.constant(null),
    unit: type === 'quantity' ? fc.constant('kg') : numeric ? maybe(fc.constantFrom('mm[Hg]', 'kg')) : fc.constant(null),
    minLength: textual ? maybe(fc.constant(1)) : fc.constant(null),
    maxLength: textual ? maybe(fc.integer({ min: 30, max: 90 })) : fc.constant(null),
    pattern: textual ? maybe(fc.constantFrom('.*', '\\S+')) : fc.constant(null),
    picture: maybe(fc.record({ url: word, title: maybe(text), contentType: maybe(fc.constant('image/png')) })),
    control: maybe(fc.constantFrom('slider', 'drop-down', 'text-box')),
    initialExpression: maybe(fc.constantFrom('{}')),
  });
  const chosen = type === 'choice' || type === 'open-choice' ? options(type === 'open-choice') : fc.constant<Fields[]>([]);
  return fc.tuple(repeats, limits, chosen).chain(([several, within, list]) => {
    const codes = list.map(({ code }) => String(code));
    const right = codes.length > 0 ? fc.record({ correct: fc.subarray(codes), points: maybe(fc.constantFrom(1, 2.5)) }) : fc.constant({});
    const initial: fc.Arbitrary<unknown[]> = isChoice(Form.shape.items.element.parse({ linkId: 'x', type })) ? fc.subarray(codes, { maxLength: Math.min(codes.length, several.repeats ? 3 : 1) }) : fc.array(valueFor({ type, options: [] }), { maxLength: several.repeats ? 2 : 1 });
    return fc.tuple(right, initial).map(([marks, start]) => ({ ...base, ...several, ...within, options: list, ...marks, initial: start }));
  });
}

/** Groups around questions, conditions and expressions on the ones that are there. */
const forms: fc.Arbitrary<unknown> = fc.tuple(fc.integer({ min: 1, max: 6 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => question(i)))), fc.nat(), fc.boolean(), maybe(text), text).chain(([questions, seed, nested, description, title]) => {
  const items: Item[] = questions.map((one) => Form.shape.items.element.parse(one));
  const asked = items.filter(({ type }) => type !== 'display');
  return fc.tuple(...items.map((item) => conditioned(item, asked))).map((ready) => {
    const below = nested && ready.length > 2 ? [{ linkId: 'group 1', type: 'group', repeats: seed % 2 === 0, control: seed % 3 === 0 ? 'gtable' : null, text: title, items: ready.slice(1) }, ready[0]] : ready;
    const counts = asked.filter(({ type }) => type === 'integer').map(({ linkId }) => linkId);
    const scoring = counts.length > 0 ? { results: [{ id: 'total_of_all', kind: 'sum', items: counts }], crisis: [{ id: 'C', when: '%total_of_all > 3', level: 'immediate', action: title, source: ['x'], confidence: 'x' }] } : null;
    return {
      id: `form-${seed}`, version: '3', kind: 'quiz', aliases: ['F'], title, description, period: description, label: 'sensitive', codes: [], url: seed % 2 === 0 ? 'http://example.org/f' : null,
      licence: { status: 'gated', wording: 'withheld', text: 'numbers', source: ['x'], confidence: 'product' }, sources: ['x'], confidence: 'product', notes: ['n'],
      variables: seed % 2 === 0 ? [{ name: 'fixed', expression: '1 + 1' }, { name: 'more', expression: '%fixed * 2' }] : [], items: below, scoring,
    };
  });
});

function conditioned(item: Item, asked: readonly Item[]): fc.Arbitrary<Item> {
  const others = asked.filter(({ linkId }) => linkId !== item.linkId);
  if (others.length === 0) return fc.constant(item);
  const when = fc.constantFrom(...others).chain((other) => fc.oneof(
    fc.boolean().map((answer) => ({ question: other.linkId, operator: 'exists' as const, answer })),
    fc.tuple(fc.constantFrom('=', '!=', '>', '<', '>=', '<='), valueFor(other)).map(([operator, answer]) => ({ question: other.linkId, operator, answer })),
  ));
  return fc.tuple(fc.array(when, { maxLength: 2 }), fc.constantFrom('all', 'any'), fc.constantFrom(null, 'true', '%age >= 18')).map(([enableWhen, enableBehavior, enableExpression]) =>
    Form.shape.items.element.parse({ ...item, enableWhen, enableBehavior, enableExpression }),
  );
}

export const soundForms: fc.Arbitrary<PreparedForm> = forms
  .map((source) => prepareForm(Form.parse(source)))
  .filter((prepared) => prepared.ok)
  .map((prepared) => prepared.prepared);

export function answersFor({ form }: PreparedForm): fc.Arbitrary<Answers> {
  return responsesFor(form.items).map((items) => ({ items }));
}

function responsesFor(items: readonly Item[]): fc.Arbitrary<ResponseItem[]> {
  const each = items.filter(({ type }) => type !== 'display').map((item): fc.Arbitrary<ResponseItem[]> => {
    const { linkId } = item;
    if (item.type === 'group') return fc.array(responsesFor(item.items).map((below) => ({ linkId, answers: [], items: below })), { maxLength: item.repeats ? 2 : 1 });
    return fc.array(valueFor(item).map((value) => ({ value, items: [] })), { maxLength: 2 }).map((answers) => (answers.length === 0 ? [] : [{ linkId, answers, items: [] }]));
  });
  return fc.tuple(...each).map((all) => all.flat());
}
