/** The tier of everybody in one query: the rule set written as SQL over the row of facts, with the answer that one person gets. */
import { factsIn, substitute } from '../../kernel/expression/expression.ts';
import { evaluate } from '../../kernel/expression/evaluate.ts';
import { missingPlan, type Bits } from '../../kernel/expression/missing.ts';
import { compileDefinitions, layered, withUsedParams, type Definition, type NamedExpression } from '../rules/stored-facts.ts';
import { speaksOfCell } from './tier.ts';
import { cells, rows as matrixRows, type Cell, type Column } from './hypertension-risk.ts';
import type { Expression } from '../../kernel/expression/expression.ts';
import type { Sql } from '../../kernel/expression/sql.ts';
import type { FactRegistry } from '../rules/facts.ts';
import type { TierRules } from './tier-rules.ts';

export type TierQuery = { readonly sql: string; readonly params: Sql['params'] };

/** Columns of the query beside the key. `missing` is the core data; `awaited` is whatever could still decide an undecided rule. */
export const tierColumns = ['tier', 'gate', 'provisional', 'emergency', 'urgent', 'danger', 'fires', 'undecided', 'missing', 'awaited', 'cell', 'stratum', 'bp_column'] as const;

type Given = {
  readonly rules: TierRules;
  /** Facts as they hold on the day, over the row `f` of `from`, and those that models answer. */
  readonly facts: readonly Definition[];
  readonly criteria: FactRegistry['criteria'];
  readonly from: string;
  readonly key: readonly string[];
  /** Columns of the answer, and facts beside it; the whole answer where none are named. */
  readonly wanted?: readonly string[];
};

/** Who meets a gate is worked on no further: everything else is guarded by it. */
export function tierQuery({ rules, facts, criteria, from, key, wanted = tierColumns }: Given): TierQuery {
  const writer = new Writer(rules);
  const { definitions, params } = compileDefinitions(writer.expressions, { types: rules.types, criteria });
  const compiled = new Map(definitions.map((definition) => [definition.name, definition]));
  const all = [...facts, ...definitions.filter(({ name }) => criteria.has(name)), ...writer.definitions(compiled)];
  return withUsedParams({ sql: layered({ definitions: all, wanted: [...wanted], key, from }), params });
}

/** Bits that fit a bigint without its sign. */
const wordSize = 62;
const word = (name: string, n: number): string => `${name}:${n}`;

class Writer {
  readonly expressions: NamedExpression[] = [];
  readonly #rules: TierRules;
  readonly #nodes = new Map<Expression, string>();
  readonly #named = new Map<string, string>();
  readonly #awaitable: readonly string[];

  constructor(rules: TierRules) {
    this.#rules = rules;
    const derived = new Set(rules.derived.map(({ name }) => name));
    const asts = [...rules.derived.map(({ ast }) => ast), ...rules.rules.map(({ ast }) => ast)];
    this.#awaitable = [...new Set([...asts.flatMap(factsIn).filter((name) => !derived.has(name)), 'dx_htn', 'dx_t2dm', 'sbp', 'dbp', 'bp_source'])];
    for (const { name, ast } of rules.derived) this.#add(name, ast);
    for (const gate of rules.gates) {
      this.#add(`gate_${gate.id}`, gate.ast);
      if (gate.urgentAst !== null) this.#add(`urgent_${gate.id}`, gate.urgentAst);
    }
    for (const rule of rules.rules) {
      this.#add(`rule_${rule.id}`, rule.ast);
      if (speaksOfCell(rule.ast)) for (const cell of cells) this.#add(`rule_${rule.id}_${cell}`, withCell(rule.ast, cell));
    }
    for (const [i, ast] of this.#columnTrials().entries()) this.#add(`column_${i}`, ast);
    for (const ast of [...rules.rules.map((rule) => rule.ast), ...this.#items().map(({ ast }) => ast)]) for (const node of missingPlan(ast, this.#bits(null)).nodes) this.#node(node);
  }

  #add(name: string, ast: Expression): void {
    this.#named.set(name, name);
    this.expressions.push({ name, ast });
  }

  #node(node: Expression): void {
    if (this.#nodes.has(node)) return;
    const name = `node_${this.#nodes.size}`;
    this.#nodes.set(node, name);
    this.expressions.push({ name, ast: node });
  }

  get #words(): number {
    return Math.ceil(this.#awaitable.length / wordSize);
  }

  /** The bits of one word, or of all of them when only the nodes are wanted. */
  #bits(n: number | null): Bits {
    const derived = new Map(this.#rules.derived.map(({ name, ast }) => [name, ast]));
    return {
      below: (fact) => derived.get(fact) ?? null,
      bitOf: (fact) => {
        const at = this.#awaitable.indexOf(fact);
        if (n === null) return '1';
        return Math.floor(at / wordSize) === n ? String(2n ** BigInt(at % wordSize)) : null;
      },
    };
  }

  /** Risk factors, organ damage and conditions of the stratification. */
  #items(): readonly { readonly name: string; readonly ast: Expression; readonly optional: readonly string[] }[] {
    const { content, derived } = this.#rules.stratification;
    const named = [...content.risk_factors.items.map((item) => ({ ...item, name: `factor_${item.code}` })), ...content.organ_damage.items.map((item) => ({ ...item, name: `organ_${item.code}` })), ...content.clinical_conditions.items.map((item) => ({ ...item, name: `clinical_${item.code}` }))];
    return named.flatMap(({ name, optional }) => derived.filter((one) => one.name === name).map(({ ast }) => ({ name, ast, optional })));
  }

  /** The blood-pressure column for each way in which unknown pressures could turn out; known ones stay as they are. */
  #columnTrials(): readonly Expression[] {
    const { derived, columnSteps } = this.#rules.stratification;
    const column = derived.find(({ name }) => name === 'bp_column');
    if (column === undefined) return [];
    const at = column.ast.at;
    const unless = (fact: string, value: Expression): Expression => {
      const self: Expression = { kind: 'fact', name: fact, many: false, at };
      return { kind: 'iif', condition: { kind: 'call', method: 'exists', of: self, digits: 0, at }, result: self, otherwise: value, at };
    };
    const number = (value: number): Expression => ({ kind: 'number', value: String(value), at });
    return columnSteps.sbp.flatMap((sbp) => columnSteps.dbp.flatMap((dbp) => ['office', 'home'].map((source) => {
      const trial: Readonly<Record<string, Expression>> = { sbp: unless('sbp', number(sbp)), dbp: unless('dbp', number(dbp)), bp_source: unless('bp_source', { kind: 'string', value: source, at }) };
      return substitute(column.ast, (fact) => trial[fact] ?? null);
    })));
  }

  /** Everything from the gates to the answer. `compiled` has the SQL of each expression that was asked for. */
  definitions(compiled: ReadonlyMap<string, Definition>): readonly Definition[] {
    const { rules, gates, derived } = this.#rules;
    const sqlOf = (name: string): string => compiled.get(name)?.sql ?? 'null';
    const needsOf = (name: string): readonly string[] => compiled.get(name)?.needs ?? [];
    const guarded = (name: string, sql: string, needs: readonly string[]): Definition => ({ name, needs: [...new Set(['gate', ...needs])], sql: `case when q.gate is null then ${sql} end` });
    const gateAsts = gates.map(({ id }) => `gate_${id}`);
    const mayBeSeen = new Set(rules.filter(({ emergency }) => emergency).map(({ id }) => id));
    return [
      { name: 'gate', needs: orSome(gateAsts.flatMap(needsOf)), sql: gates.length === 0 ? 'null::text' : `case ${gates.map(({ id }) => `when ${sqlOf(`gate_${id}`)} then '${id}'`).join(' ')} end` },
      ...derived.map(({ name }) => guarded(name, sqlOf(name), needsOf(name))),
      ...rules.map(({ id }): Definition => (mayBeSeen.has(id) ? { name: `r_${id}`, needs: orSome(needsOf(`rule_${id}`)), sql: sqlOf(`rule_${id}`) } : guarded(`r_${id}`, sqlOf(`rule_${id}`), needsOf(`rule_${id}`)))),
      ...this.#masks(compiled, guarded),
      ...this.#possible(compiled, guarded),
      ...this.#answer(compiled, guarded),
    ];
  }

  #masks(compiled: ReadonlyMap<string, Definition>, guarded: Guard): readonly Definition[] {
    const sqlOf = (node: Expression): string => compiled.get(this.#nodes.get(node) ?? '')?.sql ?? 'null';
    const needsOf = (nodes: readonly Expression[]): readonly string[] => nodes.flatMap((node) => compiled.get(this.#nodes.get(node) ?? '')?.needs ?? []);
    const words = Array.from({ length: this.#words }, (_, n) => n);
    const keep = (optional: readonly string[], n: number): string => {
      const dropped = optional.reduce((sum, fact) => sum | BigInt(this.#bits(n).bitOf(fact) ?? '0'), 0n);
      return dropped === 0n ? '' : ` & ~${dropped}::bigint`;
    };
    const rules = this.#rules.rules.filter(({ ast }) => !speaksOfCell(ast));
    return words.flatMap((n) => [
      ...rules.map(({ id, ast }): Definition => {
        const plan = missingPlan(ast, this.#bits(n));
        return guarded(word(`m_${id}`, n), `(case when q."r_${id}" is null then ${plan.mask(sqlOf)} else 0 end)`, [`r_${id}`, ...needsOf(plan.nodes)]);
      }),
      ...this.#items().map(({ name, ast, optional }): Definition => {
        const plan = missingPlan(ast, this.#bits(n));
        return guarded(word(`u_${name}`, n), `(case when q."${name}" is null then (${plan.mask(sqlOf)})${keep(optional, n)} else 0 end)`, [name, ...needsOf(plan.nodes)]);
      }),
    ]);
  }

  /** The cells of the matrix that unknown inputs still allow, and what they wait for. */
  #possible(compiled: ReadonlyMap<string, Definition>, guarded: Guard): readonly Definition[] {
    const { content, columnSteps } = this.#rules.stratification;
    const words = Array.from({ length: this.#words }, (_, n) => n);
    const open = (prefix: string) => this.#items().filter(({ name }) => name.startsWith(prefix)).map(({ name }) => ({ name, masks: words.map((n) => word(`u_${name}`, n)) }));
    const undecided = (masks: readonly string[]) => `(${masks.map((mask) => `q."${mask}" <> 0`).join(' or ')})`;
    const any = (items: ReturnType<typeof open>) => items.map(({ masks }) => undecided(masks)).join(' or ');
    const [factors, damage, conditions] = [open('factor_'), open('organ_'), open('clinical_')];
    const most = factors.map(({ name, masks }) => `case when q."${name}" or ${undecided(masks)} then 1 else 0 end`).join(' + ');
    const masksOf = (items: ReturnType<typeof open>) => items.flatMap(({ masks }) => masks);
    const names = (items: ReturnType<typeof open>) => items.map(({ name }) => name);
    const rowSql: Readonly<Record<(typeof matrixRows)[number], string>> = {
      r0: `q.matrix_row = 'r0'`,
      r1: `q.matrix_row = 'r1' or (q.matrix_row = 'r0' and q.most_factors >= 1)`,
      r3: `q.matrix_row = 'r3' or (q.matrix_row <> 'r4' and (q.most_factors >= ${content.many_factors} or q.dx_t2dm is null or ${any(damage)}))`,
      r4: `q.matrix_row = 'r4' or ${any(conditions)}`,
    };
    const trials = columnSteps.sbp.length * columnSteps.dbp.length * 2;
    const columns = Array.from({ length: trials }, (_, i) => compiled.get(`column_${i}`));
    const whenNone = [...new Set(this.#columnTrials().map((ast) => String(evaluate(ast, {}).value)))];
    const cellOf = (cell: Cell): string => {
      const found = matrixRows.flatMap((row) => (['hn', 'g1', 'g2', 'g3'] as const).filter((column: Column) => content.matrix.rows[row][column] === cell).map((column) => `(q."row_${row}" and '${column}' = any (q.columns))`));
      return found.length === 0 ? 'false' : `(${found.join(' or ')})`;
    };
    return [
      guarded('most_factors', `(${most})`, [...names(factors), ...masksOf(factors)]),
      ...matrixRows.map((row) => guarded(`row_${row}`, `(${rowSql[row]})`, ['matrix_row', 'most_factors', 'dx_t2dm', ...masksOf(damage), ...masksOf(conditions)])),
      guarded('columns', `(case when q.sbp is not null and q.dbp is not null and q.bp_source is not null then array[q.bp_column] when q.sbp is null and q.dbp is null and q.bp_source is null then array[${whenNone.map((code) => `'${code}'`).join(', ')}] else array[${columns.map((column) => column?.sql ?? 'null').join(', ')}] end)`, ['bp_column', 'sbp', 'dbp', 'bp_source']),
      ...cells.map((cell) => guarded(`cell_${cell}`, cellOf(cell), [...matrixRows.map((row) => `row_${row}`), 'columns'])),
      ...words.map((n) => {
        const wanted = ['sbp', 'dbp', 'dx_htn', 'dx_t2dm', 'bp_source'].flatMap((fact) => { const bit = this.#bits(n).bitOf(fact); return bit === null ? [] : [`case when q."${fact}" is null then ${bit}::bigint else 0 end`]; });
        return guarded(word('stratum_missing', n), `(${[...wanted, ...masksOf([...factors, ...damage, ...conditions]).filter((mask) => mask.endsWith(`:${n}`)).map((mask) => `q."${mask}"`)].join(' | ') || '0'})`, ['sbp', 'dbp', 'dx_htn', 'dx_t2dm', 'bp_source', ...masksOf([...factors, ...damage, ...conditions])]);
      }),
    ];
  }

  #answer(compiled: ReadonlyMap<string, Definition>, guarded: Guard): readonly Definition[] {
    const { rules, gates, core } = this.#rules;
    const words = Array.from({ length: this.#words }, (_, n) => n);
    const all = rules.map(({ id }) => `r_${id}`);
    const fired = (ids: readonly string[]) => (ids.length === 0 ? 'false' : `(${ids.map((id) => `q."r_${id}" is true`).join(' or ')})`);
    const idsWhere = (keep: (rule: (typeof rules)[number]) => boolean) => rules.filter(keep).map(({ id }) => id);
    const list = (parts: readonly (readonly [test: string, word: string])[]) => (parts.length === 0 ? `'{}'::text[]` : `array_remove(array[${parts.map(([test, text]) => `case when ${test} then '${text}' end`).join(', ')}], null)`);
    const urgent = gates.filter(({ urgentAst }) => urgentAst !== null).map(({ id }) => id);
    const onCell = rules.filter(({ ast }) => speaksOfCell(ast));
    const openSql = (id: string) => cells.map((cell) => `(q."cell_${cell}" and q.cell is distinct from '${cell}' and (${compiled.get(`rule_${id}_${cell}`)?.sql ?? 'false'}))`).join(' or ');
    const openNeeds = (id: string) => [...cells.map((cell) => `cell_${cell}`), 'cell', 'dx_htn', `r_${id}`, ...cells.flatMap((cell) => compiled.get(`rule_${id}_${cell}`)?.needs ?? [])];
    const unknownGate = gates.find(({ reason }) => reason === 'not_diagnosed')?.id ?? '';
    const undecided = rules.map(({ id, ast }): readonly [string, string] => [speaksOfCell(ast) ? `q."open_${id}"` : `q."r_${id}" is null`, id]);
    const coreLacking = core.flatMap(({ name, reports }) => reports.map((report): readonly [string, string] => [`q."${name}" is not true`, report]));
    const diagnoses = ['dx_htn', 'dx_t2dm'].map((name): readonly [string, string] => [`q."${name}" is null`, name]);
    const emergencies = idsWhere(({ emergency }) => emergency);
    return [
      ...onCell.map(({ id }) => guarded(`open_${id}`, `(q.dx_htn is not false and q."r_${id}" is not true and (${openSql(id)}))`, openNeeds(id))),
      ...words.map((n) => guarded(word('awaited', n), `(${[...rules.filter(({ ast }) => !speaksOfCell(ast)).map(({ id }) => `q."${word(`m_${id}`, n)}"`), ...onCell.map(({ id }) => `case when q."open_${id}" then q."${word('stratum_missing', n)}" else 0 end`)].join(' | ')})`, [...rules.filter(({ ast }) => !speaksOfCell(ast)).map(({ id }) => word(`m_${id}`, n)), ...onCell.map(({ id }) => `open_${id}`), word('stratum_missing', n)])),
      { name: 'tier', needs: ['gate', ...all], sql: `case when q.gate is not null then 'not_tiered' when ${fired(idsWhere(({ tier }) => tier === 'high'))} then 'high' when ${fired(idsWhere(({ tier }) => tier === 'mid'))} then 'mid' else 'low' end` },
      { name: 'provisional', needs: ['gate', 'dx_htn', 'dx_t2dm', ...core.map(({ name }) => name)], sql: `case when q.gate is null then ${core.map(({ name }) => `q."${name}" is not true`).join(' or ')} when q.gate = '${unknownGate}' then q.dx_htn is null or q.dx_t2dm is null else false end` },
      { name: 'emergency', needs: ['gate', ...emergencies.map((id) => `r_${id}`)], sql: `(q.gate is null and ${fired(emergencies)})` },
      { name: 'urgent', needs: ['gate', ...urgent.flatMap((id) => compiled.get(`urgent_${id}`)?.needs ?? [])], sql: urgent.length === 0 ? 'false' : `coalesce(case q.gate ${urgent.map((id) => `when '${id}' then ${compiled.get(`urgent_${id}`)?.sql ?? 'false'}`).join(' ')} end, false)` },
      { name: 'danger', needs: orSome(emergencies.map((id) => `r_${id}`)), sql: list(emergencies.map((id) => [`q."r_${id}"`, id])) },
      { name: 'fires', needs: ['gate', ...all], sql: `case when q.gate is null then ${list(rules.map(({ id }) => [`q."r_${id}"`, id]))} else '{}' end` },
      { name: 'undecided', needs: ['gate', ...all, ...onCell.map(({ id }) => `open_${id}`)], sql: `case when q.gate is null then ${list(undecided)} else '{}' end` },
      { name: 'missing', needs: ['gate', 'dx_htn', 'dx_t2dm', ...core.map(({ name }) => name)], sql: `case when q.gate is null then ${list(coreLacking)} when q.gate = '${unknownGate}' then ${list(diagnoses)} else '{}' end` },
      { name: 'awaited', needs: ['gate', ...words.map((n) => word('awaited', n))], sql: `case when q.gate is null and (${words.map((n) => `q."${word('awaited', n)}" <> 0`).join(' or ')}) then ${list(this.#awaitable.map((fact, i): readonly [string, string] => [`q."${word('awaited', Math.floor(i / wordSize))}" & ${2n ** BigInt(i % wordSize)}::bigint <> 0`, fact]))} else '{}' end` },
      { name: 'stratum', needs: ['cell', 'matrix_row'], sql: 'case when q.cell is not null then q.matrix_row end' },
    ];
  }
}

type Guard = (name: string, sql: string, needs: readonly string[]) => Definition;

/** A definition that needs nothing would stand beside the facts, where `q` is not known yet. */
function orSome(needs: readonly string[]): readonly string[] {
  return needs.length > 0 ? [...new Set(needs)] : ['age'];
}

function withCell(ast: Expression, cell: Cell): Expression {
  return substitute(ast, (fact) => (fact === 'cell' ? { kind: 'string', value: cell, at: ast.at } : null));
}
