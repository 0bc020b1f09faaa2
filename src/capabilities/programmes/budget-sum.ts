import type { ProgrammeBudgetLine } from './programmes.ts';

type Line = Pick<ProgrammeBudgetLine, 'item' | 'amount' | 'per' | 'isTotal'>;

/** What a budget comes to. Rates (so much each) and total lines are not added up. */
export interface BudgetSum {
  /** Yuan; null when no line has an amount. */
  readonly sum: number | null;
  readonly blanks: number;
  /** The total that the plan states; null where it states none or leaves it blank. */
  readonly stated: number | null;
  /** Sum less stated; null while either is unknown or a line is still blank. */
  readonly difference: number | null;
}

const grandTotal = /^(总计|合计|共计|总预算|预算总额|总额)/;

export function budgetSum(lines: readonly Line[]): BudgetSum {
  const added = lines.filter((line) => !line.isTotal && line.per === null);
  const amounts = added.flatMap(({ amount }) => (amount === null ? [] : [amount]));
  const totals = lines.filter((line) => line.isTotal);
  const stated = (totals.findLast(({ item }) => grandTotal.test(item)) ?? totals.at(-1))?.amount ?? null;
  const sum = amounts.length === 0 ? null : Math.round(amounts.reduce((all, amount) => all + amount, 0) * 100) / 100;
  const blanks = added.length - amounts.length;
  return { sum, blanks, stated, difference: sum === null || stated === null || blanks > 0 ? null : Math.round((sum - stated) * 100) / 100 };
}
