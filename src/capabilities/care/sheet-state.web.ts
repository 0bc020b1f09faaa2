import { useEffect, useMemo, useRef, useState } from 'react';
import type { Day } from '../../kernel/day.ts';
import { workingCalendar } from '../../kernel/working-days.ts';
import type { DangerAction, Sheet, SheetContent, Way } from './followup.ts';
import { classifySheet, latestNext, type SheetAnswers, type Verdict } from './sheet.ts';

/** What a sheet holds while it is filled in. `carried`: items that stand as they were last time, until they are touched. */
export interface Filled {
  readonly answers: SheetAnswers;
  readonly carried: readonly string[];
  readonly way: Way;
  /** Null: the day that is proposed. */
  readonly nextOn: Day | null;
  readonly danger: { readonly action: DangerAction; readonly note: string } | null;
}

export interface SheetState {
  readonly filled: Filled;
  readonly verdict: Verdict;
  readonly proposed: Day;
  /** When an unfinished sheet was found and taken up again. */
  readonly restored: string | null;
  /** Rises when everything is begun anew: fields that hold typed text begin anew with it. */
  readonly beginning: number;
  set(linkId: string, values: SheetAnswers[string]): void;
  merge(answers: SheetAnswers): void;
  change(patch: Partial<Pick<Filled, 'way' | 'nextOn' | 'danger'>>): void;
  discard(): void;
  /** It was saved: nothing is left to restore. */
  settle(): void;
}

interface Kept {
  readonly at: string;
  readonly filled: Filled;
}

const keyOf = (personId: number) => `sheet ${personId}`;

/** What was typed survives a reload and a crash of the page, on this machine and in this window alone. */
function keptDraft(personId: number): Kept | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(keyOf(personId)) ?? 'null');
    return found !== null && typeof found === 'object' && 'at' in found && 'filled' in found ? (found as Kept) : null;
  } catch {
    return null;
  }
}

function fresh({ last }: Sheet, way: Way): Filled {
  return { answers: last?.answers ?? {}, carried: Object.keys(last?.answers ?? {}), way, nextOn: null, danger: null };
}

export function useSheet(sheet: Sheet, { content, way }: { readonly content: SheetContent; readonly way: Way }): SheetState {
  const { personId } = sheet.person;
  const [draft] = useState(() => keptDraft(personId));
  const [restored, setRestored] = useState(draft?.at ?? null);
  const [filled, setFilled] = useState<Filled>(() => draft?.filled ?? fresh(sheet, way));
  const [beginning, setBeginning] = useState(0);
  const touched = useRef(draft !== null);
  useEffect(() => {
    if (touched.current) sessionStorage.setItem(keyOf(personId), JSON.stringify({ at: new Date().toISOString(), filled }));
  }, [filled, personId]);
  const calendar = useMemo(() => workingCalendar(content.holidays), [content]);
  const verdict = useMemo(() => classifySheet(filled.answers, { ...sheet, diseases: sheet.diseases }, content.followup), [filled.answers, sheet, content]);
  const tier = sheet.tier === 'not_tiered' ? null : sheet.tier;
  const proposed = latestNext(sheet.today, verdict, { tier, calendar, weeks: content.followup.followup_weeks });
  const update = (change: (before: Filled) => Filled) => {
    touched.current = true;
    setFilled(change);
  };
  const forget = () => {
    touched.current = false;
    sessionStorage.removeItem(keyOf(personId));
    setRestored(null);
  };
  return {
    filled, verdict, proposed, restored, beginning,
    set: (linkId, values) => update((before) => ({ ...before, answers: { ...before.answers, [linkId]: values }, carried: before.carried.filter((id) => id !== linkId) })),
    merge: (answers) => update((before) => ({ ...before, answers: { ...before.answers, ...answers }, carried: before.carried.filter((id) => !(id in answers)) })),
    change: (patch) => update((before) => ({ ...before, ...patch })),
    discard: () => {
      forget();
      setFilled(fresh(sheet, way));
      setBeginning((before) => before + 1);
    },
    settle: forget,
  };
}
