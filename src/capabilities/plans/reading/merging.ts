import type { Goal } from '../plan.ts';

/** One goal for each (metric, value, year): repeats in a summary or a table add what they know and go. */
function mergeGoals(goals: readonly Goal[]): Goal[] {
  const out: Goal[] = [];
  for (const goal of goals) {
    const at = out.findIndex((one) => isSame(one, goal));
    const first = out[at];
    if (first === undefined) out.push(goal);
    else out[at] = { ...goal, ...first };
  }
  return out;
}

/**
 * The goals of the text and of the tables. A table most of whose rows say again what the text says is its summary: there a row
 * that shares number, unit and a word with one goal of the text is that goal too, however it is named (参与人次 for 覆盖人次).
 */
export function mergeWithTables(stated: readonly Goal[], tabled: readonly Goal[]): Goal[] {
  const named = tabled.filter((row) => stated.some((goal) => isSame(goal, row)));
  if (named.length < 3 || named.length * 2 < tabled.length) return mergeGoals([...stated, ...tabled]);
  const free = stated.filter((goal) => !named.some((row) => isSame(goal, row)));
  const again = new Set(tabled.filter((row) => !named.includes(row) && free.filter((goal) => isNumberOf(goal, row)).length === 1));
  return mergeGoals([...stated, ...tabled.filter((row) => !again.has(row))]);
}

function isNumberOf(goal: Goal, row: Goal): boolean {
  const words = pairs(bare(row.metric));
  return goal.value === row.value && goal.value_max === row.value_max && sameUnit(goal, row) && sameDirection(goal, row) && [...pairs(bare(goal.metric))].some((pair) => words.has(pair));
}

function isSame(a: Goal, b: Goal): boolean {
  if (a.value !== b.value || a.value_max !== b.value_max || !sameUnit(a, b) || !sameDirection(a, b)) return false;
  if (a.span[0] === b.span[0] && a.span[1] === b.span[1]) return a.metric === b.metric && a.deadline === b.deadline;
  if (a.group !== undefined || b.group !== undefined) return bare(a.metric) === bare(b.metric) && (a.deadline === b.deadline || a.deadline === undefined || b.deadline === undefined);
  return alike(a.metric, b.metric) && (a.deadline === b.deadline || a.deadline === undefined || b.deadline === undefined || a.span[0] !== b.span[0]);
}

const sameUnit = (a: Goal, b: Goal): boolean => a.unit === b.unit || (['count', 'sessions', 'times-per-month', 'times-per-year'].includes(a.unit) && ['count', 'sessions', 'times-per-month', 'times-per-year'].includes(b.unit));
const isChange = (goal: Goal): boolean => goal.comparator === 'increase' || goal.comparator === 'decrease';
const sameDirection = (a: Goal, b: Goal): boolean => isChange(a) === isChange(b) && (!isChange(a) || a.comparator === b.comparator);

/** Names that contain one another or share most of their character pairs. */
export function alike(a: string, b: string): boolean {
  const [x, y] = [bare(a), bare(b)];
  if (x === y) return true;
  if (x === '' || y === '') return false;
  if ((x.includes(y) || y.includes(x)) && Math.min(x.length, y.length) >= 3) return Math.min(x.length, y.length) * 2 >= Math.max(x.length, y.length) || Math.min(x.length, y.length) >= 5;
  const [p, q] = [pairs(x), pairs(y)];
  const shared = [...p].filter((pair) => q.has(pair)).length;
  return (2 * shared) / (p.size + q.size) >= 0.7;
}

const bare = (name: string): string => name.replace(/[的、,,\s]|(?:我县|我市|我区|我镇|全县|全市|全区|辖区|本)/g, '');

function pairs(name: string): Set<string> {
  const out = new Set<string>();
  for (let i = 0; i + 1 < name.length; i++) out.add(name.slice(i, i + 2));
  return out;
}
