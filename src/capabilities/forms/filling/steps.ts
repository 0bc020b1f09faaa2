/** A form cut into what stands on the screen at once: one question, one page, or all of it. */
import type { Filled, Instance } from '../fill.ts';
import { isQuestion, type Item } from '../form.ts';
import type { AnswerFault } from '../validity.ts';

export type Mode = 'questions' | 'pages' | 'all';

/** `rows`: a repeated group with all its rows. `before`: words and calculated values that are read on the way. */
export interface Step {
  readonly key: string;
  readonly kind: 'question' | 'rows' | 'page' | 'words';
  readonly heading: readonly Item[];
  readonly before: readonly Instance[];
  readonly instances: readonly Instance[];
}

/** The questions of a page of loose ones: what a phone shows without losing the thread. */
const perPage = 6;

export function isShown({ enabled, item }: Instance): boolean {
  return enabled && !item.hidden;
}

/** Nothing is to be entered here: words, or a value that the form works out. */
export function isRead({ item }: Instance): boolean {
  return item.type === 'display' || (isQuestion(item) && (item.calculated !== null || item.readOnly));
}

export function stepsOf({ roots }: Pick<Filled, 'roots'>, mode: Mode): readonly Step[] {
  const shown = roots.filter(isShown);
  if (mode === 'questions') {
    const { steps, left } = singly(shown, { heading: [], lead: [] });
    return left.length === 0 ? steps : [...steps, { key: `words ${left[0]?.place ?? ''}`, kind: 'words', heading: [], before: left, instances: [] }];
  }
  return mode === 'all' ? [pageOf(shown)] : pagesOf(shown);
}

/** `left`: what is read and leads into no question any more. */
function singly(instances: readonly Instance[], { heading, lead }: { heading: readonly Item[]; lead: readonly Instance[] }): { steps: readonly Step[]; left: readonly Instance[] } {
  const steps: Step[] = [];
  let before = [...lead];
  const ask = (step: Omit<Step, 'heading' | 'before'>) => {
    steps.push({ ...step, heading, before });
    before = [];
  };
  const enter = (children: readonly Instance[], inside: readonly Item[]) => {
    const { steps: more, left } = singly(children, { heading: inside, lead: before });
    steps.push(...more);
    before = [...left];
  };
  for (const instance of instances.filter(isShown)) {
    const { item, place, children } = instance;
    if (isRead(instance)) before.push(instance);
    else if (item.type === 'group' && item.repeats) {
      const rows = instances.filter((other) => other.item === item);
      if (rows[0] === instance) ask({ key: place.replace(/\[0\]$/, ''), kind: 'rows', instances: rows });
    } else if (item.type === 'group') enter(children, item.text === null ? heading : [...heading, item]);
    else {
      ask({ key: place, kind: 'question', instances: [instance] });
      enter(children, heading);
    }
  }
  return { steps, left: before };
}

function pageOf(instances: readonly Instance[]): Step {
  return { key: `page ${instances[0]?.place ?? ''}`, kind: 'page', heading: [], before: [], instances };
}

/** A group is a page; loose questions share one until it is full. */
function pagesOf(roots: readonly Instance[]): readonly Step[] {
  const pages: Instance[][] = [];
  let loose: Instance[] | null = null;
  for (const root of roots) {
    const repeated = pages.at(-1)?.some(({ item }) => item === root.item) ?? false;
    if (repeated) pages.at(-1)?.push(root);
    else if (root.item.type === 'group') {
      // Words that lead into a group stand on its page.
      if (loose?.every(isRead)) loose.push(root);
      else pages.push([root]);
      loose = null;
    } else if (loose === null || loose.length >= perPage) {
      loose = [root];
      pages.push(loose);
    } else loose.push(root);
  }
  return pages.map(pageOf);
}

/** What of the faults is to be mended on this step. */
export function faultsOn({ kind, key, instances }: Step, faults: readonly AnswerFault[]): readonly AnswerFault[] {
  if (kind === 'question') return faults.filter(({ place }) => place === key);
  const places = new Set(instances.flatMap(within));
  return faults.filter(({ place }) => places.has(place) || places.has(`${place}[0]`));
}

function within(instance: Instance): readonly string[] {
  return [instance.place, ...instance.children.flatMap(within)];
}
