/** The card in plain words for the person: short sentences without codes. */
import type { Day } from '../../kernel/day.ts';
import type { Text } from '../../kernel/text.ts';
import type { Value } from '../../kernel/expression/evaluate.ts';
import type { CardCriterion, CardReason, Lacking, Named } from './card-parts.ts';
import type { Change } from './tier-change.ts';

type Told = {
  readonly title: Text;
  readonly cadence: Text | null;
  readonly gate: { readonly title: Text; readonly route: Text } | null;
  readonly criteria: readonly CardCriterion[];
  readonly missing: readonly Lacking[];
  readonly held: { readonly condition: Text; readonly until: Day | null } | null;
  readonly emergency: boolean;
  readonly danger: readonly Named[];
};

/** How often we see each other, why, and what is still to be measured. */
export function plainWords({ title, cadence, gate, criteria, missing, held, emergency, danger }: Told): Text[] {
  const sentences: Text[] = [];
  if (emergency || danger.length > 0) sentences.push({ zh: '您有需要尽快处理的情况，请立即联系医生。', en: 'Something needs attention now: please contact your doctor at once.' });
  if (gate !== null) sentences.push({ zh: `您目前不参加分层随访：${gate.title.zh}。${gate.route.zh}。`, en: `You are not followed in tiers at present: ${gate.title.en}. ${gate.route.en}.` });
  else sentences.push({ zh: `您目前属于${title.zh}${cadence === null ? '' : `：${cadence.zh}`}。`, en: `You are in the group “${title.en}”${cadence === null ? '' : `: ${cadence.en}`}.` });
  const reasons = criteria.flatMap(({ because }) => because).filter(({ fact }, i, all) => !['cell', 'age', 'sex'].includes(fact) && all.findIndex((other) => other.fact === fact) === i).map(plainReason);
  if (reasons.length > 0) sentences.push({ zh: `主要原因：${reasons.map(({ zh }) => zh).join('；')}。`, en: `Mainly because: ${reasons.map(({ en }) => en).join('; ')}.` });
  if (held !== null) sentences.push({ zh: `您的情况已有好转，要减少随访还需：${held.condition.zh}${held.until === null ? '' : `（最早${held.until}）`}。`, en: `Things have got better. Before there can be fewer visits: ${held.condition.en}${held.until === null ? '' : ` (${held.until} at the earliest)`}.` });
  if (missing.length > 0) sentences.push({ zh: `还需要检查或更新的资料：${missing.map((item) => item.title.zh).join('、')}。`, en: `Still to be measured or asked again: ${missing.map((item) => item.title.en).join(', ')}.` });
  return sentences;
}

function plainReason({ title, value, operator, limit, unit }: CardReason): Text {
  if (limit === null || operator === null) return value.en === 'yes' ? title : { zh: `${title.zh}：${value.zh}`, en: `${title.en}: ${value.en}` };
  const side = sides[operator] ?? { zh: operator, en: operator };
  return { zh: `${title.zh}${value.zh}${writtenUnit(unit)}，${side.zh}${limit.zh}`, en: `${title.en} ${value.en}${writtenUnit(unit)}, ${side.en} ${limit.en}` };
}

const sides: Readonly<Record<string, Text>> = {
  '>=': { zh: '达到或超过', en: 'at or above' },
  '>': { zh: '高于', en: 'above' },
  '<=': { zh: '不高于', en: 'at or below' },
  '<': { zh: '低于', en: 'below' },
};

/** One step towards fewer visits. `wordsOf` names a value of the fact. */
export function plainChange({ kind, title: { zh, en }, from, to, unit }: Change, wordsOf: (value: Value) => Text): Text {
  const own = lowered(en);
  const size = { zh: `${wordsOf(to).zh}${writtenUnit(unit)}`, en: `${wordsOf(to).en}${writtenUnit(unit)}` };
  if (kind === 'measure') return { zh: `检查或询问一次：${zh}`, en: `Have this measured or asked: ${own}` };
  if (kind === 'renew') return { zh: `重新检查：${zh}`, en: `Have this checked again: ${own}` };
  if (kind === 'wait') return { zh: `${zh}达到${size.zh}`, en: `${en} at ${size.en}` };
  if (Array.isArray(from) && Array.isArray(to)) {
    const given = wordsOf(from.filter((item) => !to.includes(item)));
    return { zh: `减少${zh}，例如：${given.zh}`, en: `Fewer ${own}, for example: ${given.en}` };
  }
  if (to === false) return { zh: `不再有：${zh}`, en: `No more ${own}` };
  if (typeof from === 'number' && typeof to === 'number') return to < from ? { zh: `${zh}降到${size.zh}或更低`, en: `${en} down to ${size.en} or lower` } : { zh: `${zh}升到${size.zh}或更高`, en: `${en} up to ${size.en} or higher` };
  return { zh: `${zh}：${size.zh}`, en: `${en}: ${size.en}` };
}

/** A unit as people write it, after a space. */
export function writtenUnit(unit: string | null): string {
  // A title says already that a number is years or days.
  return unit === null || ['1', 'a', 'd'].includes(unit) ? '' : ` ${unit.replaceAll(/\{([^}]*)\}/g, (_, inside: string) => (inside === '1.73_m2' ? '1.73 m²' : '')).replace('umol', 'μmol').replaceAll(/[[\]]/g, '')}`.trimEnd();
}

/** Inside a sentence; abbreviations stay. */
function lowered(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text[0]?.toLowerCase() + text.slice(1) : text;
}
