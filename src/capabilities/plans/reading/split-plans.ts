import type { Span } from '../plan.ts';

const divider = /^(?:【?(?:第?[一二三四五六七八九十]{1,2}篇|篇[一二三四五六七八九十]{1,2}|范文[一二三四五六七八九十\d]{1,2})】?(?:[:、\s《]|$)|[^,。;:]{0,40}(?:计划|方案)\s?(?:篇?[一二三四五六七八九十]{1,2}|篇\d{1,2}|\([一二三四五六七八九十]{1,2}\)|\d{1,2})$)/;

/** The stretches of a text that hold one plan each. Collections say 篇一, 篇二 or …计划(二). */
export function planRanges(folded: string): Span[] {
  const starts: number[] = [];
  let at = 0;
  for (const line of folded.split('\n')) {
    if (divider.test(line) && !/^.{0,3}附/.test(line)) starts.push(at);
    at += line.length + 1;
  }
  const cuts = starts.filter((start, i) => i === 0 || start - (starts[i - 1] ?? 0) > 60);
  const [first] = cuts;
  if (first === undefined || cuts.length + (first > 600 ? 1 : 0) < 2) return [[0, folded.length]];
  const all = first > 600 ? [0, ...cuts] : [0, ...cuts.slice(1)];
  return all.map((start, i): Span => [start, all[i + 1] ?? folded.length]);
}
