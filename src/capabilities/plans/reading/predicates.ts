import type { PlanWords } from './words.ts';

export type Bound = 'atLeast' | 'over' | 'atMost' | 'under' | 'about' | 'increase' | 'decrease' | 'neutral';

/** What stands between a subject and its number: 较上年提高不少于 → increase, atLeast, reference 上年. */
export type Predicate = {
  readonly bounds: ReadonlySet<Bound>;
  readonly words: readonly string[];
  /** Where the predicate starts, that is where the subject ends. */
  readonly start: number;
  readonly reference: string | null;
  readonly deadline: string | null;
};

const referenceForm = /(?:较|比|相较于?|同|与|在)((?:项目|活动|干预|实施|本)?[^,。、;:较比]{0,10}?(?:年度?|年同期|同期|基线|初期|期初|年初|前|平均|上期|学期|水平|现有|原有|调查)(?:底|末|同期|水平|基线调查|基线|平均水平)?)(?:的?基础上|相比|相较|有所|为基数)?$/;
const deadlineForm = /(?:到|至|在|于)?((?:20\d\d学?年度?(?:\d{1,2}月)?|本年度?|\d{1,2}月)(?:底|末|内|年末|年底)?前?|年(?:底|末|内)前?|项目(?:结束|期末)时?)$/;

/** Reads the predicate that ends `pre`, from its end towards its start. */
export function predicateOf(pre: string, words: PlanWords): Predicate {
  const table = tableOf(words);
  const bounds = new Set<Bound>();
  const found: string[] = [];
  let rest = pre.trimEnd();
  let reference: string | null = null;
  let deadline: string | null = null;
  for (let guard = 0; guard < 12; guard++) {
    const hit = table.find(([word]) => rest.endsWith(word) && !(word === '达' && /[触传抵表]达$/.test(rest)));
    const compared = referenceForm.exec(rest.slice(-26));
    const dated = deadlineForm.exec(rest.slice(-14));
    const turned = hit !== undefined && ((hit[1] === 'increase' && bounds.has('decrease')) || (hit[1] === 'decrease' && bounds.has('increase')));
    // 年均增幅下降0.2个百分点: what falls is the 增幅.
    if (turned) break;
    if (hit) {
      bounds.add(hit[1]);
      found.push(hit[0]);
      rest = rest.slice(0, -hit[0].length).trimEnd();
    } else if (compared && reference === null) {
      reference = compared[1] ?? null;
      rest = rest.slice(0, rest.length - compared[0].length);
    } else if (dated && deadline === null && rest.length > dated[0].length) {
      deadline = dated[1] ?? null;
      rest = rest.slice(0, rest.length - dated[0].length);
    } else {
      const shorter = withoutMeasureWord(rest, found) ?? withoutWhole(rest, table);
      if (shorter === null) break;
      rest = shorter;
    }
  }
  // 至少建立1个, 不低于每平方公里4座: the bound stands before the verb or the base.
  const parted = /(?:至少|最少|不少于|不低于|≥)(?:建立|建成|设立|设置|配备|培养|培训|举办|开展|组织|建设|创建|打造|完成|拥有|发放|制作|接受|每[^,、]{1,6}|[有建设配])$|达到?每[^,、]{1,6}$/.exec(rest.slice(-12));
  if (parted) {
    bounds.add('atLeast');
    rest = rest.slice(0, -parted[0].length);
  }
  return { bounds, words: found, start: rest.length, reference, deadline };
}

/** 三率实现三个百分之百: as many figures as measures. */
function withoutMeasureWord(rest: string, found: string[]): string | null {
  const hit = /[^“第前][两二三四五六七]个$/.exec(rest);
  if (hit) found.push('均');
  return hit ? rest.slice(0, -2) : null;
}

/** 时长不超过总时长的30%: the whole of which the figure is a part. */
function withoutWhole(rest: string, table: Table): string | null {
  const hit = /^(.*?)([^,、;:的(]{2,14})的$/.exec(rest.slice(-24));
  if (!hit) return null;
  const whole = rest.slice(-24);
  for (const [word, kind] of table) {
    if (kind !== 'atLeast' && kind !== 'atMost' && kind !== 'over' && kind !== 'under') continue;
    const at = whole.lastIndexOf(word);
    if (at >= 0 && word.length > 1 && whole.length - at - word.length >= 3) return rest.slice(0, rest.length - whole.length + at + word.length);
  }
  return null;
}

type Table = ReadonlyArray<readonly [string, Bound]>;
const tables = new WeakMap<PlanWords, Table>();

function tableOf(words: PlanWords): Table {
  const known = tables.get(words);
  if (known) return known;
  const kinds: readonly Bound[] = ['atLeast', 'over', 'atMost', 'under', 'about', 'increase', 'decrease', 'neutral'];
  const table = kinds.flatMap((kind) => words.bounds[kind].map((word): readonly [string, Bound] => [word, kind])).sort((a, b) => b[0].length - a[0].length);
  tables.set(words, table);
  return table;
}

/** Bound words that stand after a number: 以上, 以内, 左右. */
export function boundAfter(post: string): { bound: Bound | null; length: number } {
  const hit = /^\s?(?:\([^)]{1,8}\))?(?:及|或|\(含\))?(以上|之上|以内|之内|以下|之下|左右|上下)(?:\(含[^)]{0,6}\))?/.exec(post);
  if (!hit) return { bound: null, length: 0 };
  const word = hit[1] ?? '';
  const bound: Bound = /上$/.test(word) && word !== '上下' ? 'atLeast' : /左右|上下/.test(word) ? 'about' : 'atMost';
  return { bound, length: hit[0].length };
}
