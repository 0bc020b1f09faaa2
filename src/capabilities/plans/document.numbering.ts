import { writeNumeral } from './document.numerals.ts';
import { child, childrenNamed, isOn, numberOf, valueOf, type XmlNode } from './document.xml.ts';

type Level = {
  readonly start: number;
  readonly format: string;
  readonly text: string;
  readonly suffix: string;
  /** 1-based level whose use restarts this one; 0 never; undefined after any higher level. */
  readonly restart: number | undefined;
  readonly style: string | undefined;
  readonly digitsOnly: boolean;
  readonly symbolFont: boolean;
};

type List = {
  readonly abstractId: string;
  readonly levels: ReadonlyMap<number, Level>;
  readonly startOverrides: ReadonlyMap<number, number>;
};

type NumberRef = { readonly numId: string | undefined; readonly level: number | undefined };

export type Style = {
  readonly id: string;
  readonly name: string;
  readonly basedOn: string | undefined;
  readonly hidden: boolean | undefined;
  readonly number: NumberRef;
};

export type Styles = { readonly byId: ReadonlyMap<string, Style>; readonly defaultParagraph: string | undefined };

/** The label of the next numbered paragraph, counted in document order; '' where it has none. */
export type Numbering = { next(paragraphProperties: XmlNode | undefined): string };

export function readStyles(root: XmlNode | undefined): Styles {
  const byId = new Map<string, Style>();
  let defaultParagraph: string | undefined;
  for (const node of childrenNamed(root, 'w:style')) {
    const id = node.attributes.styleId;
    if (id === undefined) continue;
    if (node.attributes.type === 'paragraph' && ['1', 'true', 'on'].includes(node.attributes.default ?? '')) defaultParagraph = id;
    byId.set(id, {
      id,
      name: valueOf(node, 'w:name') ?? '',
      basedOn: valueOf(node, 'w:basedOn'),
      hidden: isOn(child(node, 'w:rPr'), 'w:vanish'),
      number: numberRef(child(node, 'w:pPr')),
    });
  }
  return { byId, defaultParagraph };
}

/** The style and what it is based on, nearest first; a circle in a broken file ends the chain. */
export function styleChain(styles: Styles, id: string | undefined): Style[] {
  const chain: Style[] = [];
  let style = id === undefined ? undefined : styles.byId.get(id);
  while (style !== undefined && !chain.includes(style) && chain.length < 50) {
    chain.push(style);
    style = style.basedOn === undefined ? undefined : styles.byId.get(style.basedOn);
  }
  return chain;
}

export function makeNumbering(root: XmlNode | undefined, styles: Styles): Numbering {
  const lists = readLists(root, styles);
  const counts = new Map<string, (number | undefined)[]>();
  const begun = new Set<string>();
  return {
    next(properties) {
      const used = listOf(properties, styles, lists);
      if (used === undefined) return '';
      const { numId, list, level } = used;
      const definition = list.levels.get(level);
      if (definition === undefined) return '';
      const count = counts.get(list.abstractId) ?? [];
      counts.set(list.abstractId, count);
      const key = `${numId}/${level}`;
      if (!begun.has(key) && list.startOverrides.has(level)) count[level] = undefined;
      begun.add(key);
      count[level] = count[level] === undefined ? startOf(list, level) : count[level] + 1;
      for (const [deeper, its] of list.levels) {
        if (deeper > level && (its.restart === undefined || level < its.restart)) count[deeper] = undefined;
      }
      return labelOf(definition, list, count);
    },
  };
}

function startOf(list: List, level: number): number {
  return list.startOverrides.get(level) ?? list.levels.get(level)?.start ?? 1;
}

function labelOf(level: Level, list: List, count: readonly (number | undefined)[]): string {
  if (level.format === 'bullet') return bulletOf(level);
  const text = level.text.replace(/%([1-9])/g, (_, digit: string) => {
    const index = Number(digit) - 1;
    const format = list.levels.get(index)?.format ?? 'decimal';
    const isNumber = format !== 'bullet' && format !== 'none';
    return isNumber ? writeNumeral(level.digitsOnly ? 'decimal' : format, count[index] ?? startOf(list, index)) : '';
  });
  return withSuffix(text.trim(), level.suffix);
}

/** Symbol fonts keep their bullets in the private use area or under ordinary letters; both are written as a plain bullet. */
function bulletOf(level: Level): string {
  const sign = level.text.trim();
  if (sign === '') return '';
  return `${level.symbolFont || /[\u{e000}-\u{f8ff}]/u.test(sign) ? '•' : sign} `;
}

/** Word's gap after a number is a tab; people type a space after "1." and none after 一、 or (1), so the text does too. */
function withSuffix(label: string, suffix: string): string {
  if (label === '' || suffix === 'nothing') return label;
  return /[、。】〕〉》)\uff09\uff0c\uff1a\uff1b\uff0e]$/.test(label) ? label : `${label} `;
}

function listOf(properties: XmlNode | undefined, styles: Styles, lists: ReadonlyMap<string, List>) {
  const styleId = valueOf(properties, 'w:pStyle') ?? styles.defaultParagraph;
  const chain = styleChain(styles, styleId);
  const own = numberRef(properties);
  const inherited = chain.find((style) => style.number.numId !== undefined);
  const numId = own.numId ?? inherited?.number.numId;
  const list = numId === undefined ? undefined : lists.get(numId);
  if (numId === undefined || list === undefined) return undefined;
  const level = own.level ?? (own.numId === undefined ? linkedLevel(list, chain) : undefined) ?? chain.find((style) => style.number.level !== undefined)?.number.level ?? 0;
  return { numId, list, level };
}

/** A heading style names only its list; which level it is, the list says (`w:pStyle` in the level). */
function linkedLevel(list: List, chain: readonly Style[]): number | undefined {
  for (const style of chain) {
    for (const [index, level] of list.levels) if (level.style === style.id) return index;
    if (style.number.numId !== undefined) return undefined;
  }
  return undefined;
}

function readLists(root: XmlNode | undefined, styles: Styles): ReadonlyMap<string, List> {
  const abstracts = new Map(childrenNamed(root, 'w:abstractNum').map((node) => [node.attributes.abstractNumId ?? '', node]));
  const nums = childrenNamed(root, 'w:num');
  const abstractOf = (num: XmlNode | undefined) => abstracts.get(valueOf(num, 'w:abstractNumId') ?? '');
  const lists = new Map<string, List>();
  for (const num of nums) {
    let abstract = abstractOf(num);
    const link = valueOf(abstract, 'w:numStyleLink');
    if (link !== undefined) {
      const linkedId = styles.byId.get(link)?.number.numId;
      abstract = abstractOf(nums.find((each) => each.attributes.numId === linkedId)) ?? abstract;
    }
    if (num.attributes.numId === undefined || abstract === undefined) continue;
    lists.set(num.attributes.numId, listFrom(num, abstract));
  }
  return lists;
}

function listFrom(num: XmlNode, abstract: XmlNode): List {
  const levels = new Map<number, Level>();
  const startOverrides = new Map<number, number>();
  for (const node of childrenNamed(abstract, 'w:lvl')) levels.set(levelIndex(node), readLevel(node));
  for (const override of childrenNamed(num, 'w:lvlOverride')) {
    const index = levelIndex(override);
    const own = child(override, 'w:lvl');
    if (own !== undefined) levels.set(index, readLevel(own));
    const start = numberOf(override, 'w:startOverride');
    if (start !== undefined) startOverrides.set(index, start);
  }
  return { abstractId: abstract.attributes.abstractNumId ?? '', levels, startOverrides };
}

function levelIndex(node: XmlNode): number {
  const index = Number(node.attributes.ilvl ?? 0);
  return Number.isInteger(index) && index >= 0 && index < 9 ? index : 0;
}

function readLevel(node: XmlNode): Level {
  const fonts = child(child(node, 'w:rPr'), 'w:rFonts')?.attributes;
  return {
    start: numberOf(node, 'w:start') ?? 1,
    format: formatOf(node),
    text: valueOf(node, 'w:lvlText') ?? '',
    suffix: valueOf(node, 'w:suff') ?? 'tab',
    restart: numberOf(node, 'w:lvlRestart'),
    style: valueOf(node, 'w:pStyle'),
    digitsOnly: isOn(node, 'w:isLgl') ?? false,
    symbolFont: /wingdings|symbol|webdings|courier new/i.test(fonts?.ascii ?? fonts?.hAnsi ?? ''),
  };
}

/** Formats newer than the file format stand in an alternative, with an older one to fall back on. */
function formatOf(level: XmlNode): string {
  const plain = valueOf(level, 'w:numFmt');
  if (plain !== undefined) return plain;
  const alternate = child(level, 'mc:AlternateContent');
  const custom = child(child(alternate, 'mc:Choice'), 'w:numFmt')?.attributes.format ?? '';
  if (/^01,/.test(custom)) return 'decimalZero';
  return valueOf(child(alternate, 'mc:Fallback'), 'w:numFmt') ?? 'decimal';
}

function numberRef(properties: XmlNode | undefined): NumberRef {
  const reference = child(properties, 'w:numPr');
  const level = numberOf(reference, 'w:ilvl');
  return { numId: valueOf(reference, 'w:numId'), level: level !== undefined && level >= 0 && level < 9 ? level : undefined };
}
