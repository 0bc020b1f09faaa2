/** The facts that could still decide an undecided expression, worked out over a whole population: the `missing` of a trace, as bits. */
import type { Expression } from './expression.ts';

/** SQL of a bit mask once the SQL of the expressions in `nodes` is known. */
export type MissingPlan = { readonly nodes: readonly Expression[]; readonly mask: (sqlOf: (node: Expression) => string) => string };

export type Bits = {
  /** The bit of a fact as a whole number below 2^62, or null where another word of bits holds it. */
  readonly bitOf: (fact: string) => string | null;
  /** What a derived fact rests on; null for a fact that comes as it is. */
  readonly below: (fact: string) => Expression | null;
};

const nothing: MissingPlan = { nodes: [], mask: () => '0' };

/** Zero where the expression is decided, and where no fact could decide it. */
export function missingPlan(expression: Expression, bits: Bits): MissingPlan {
  const of = (part: Expression): MissingPlan => missingPlan(part, bits);
  switch (expression.kind) {
    case 'fact': {
      const deeper = bits.below(expression.name);
      const bit = bits.bitOf(expression.name);
      if (deeper !== null) return of(deeper);
      return bit === null ? nothing : { nodes: [expression], mask: (sqlOf) => `case when ${sqlOf(expression)} is null then ${bit}::bigint else 0 end` };
    }
    case 'minus':
      return strict(expression, [expression.of], of);
    case 'call':
      return expression.method === 'not' || expression.method === 'abs' || expression.method === 'round' ? strict(expression, [expression.of], of) : nothing;
    case 'iif': {
      const [condition, result, otherwise] = [of(expression.condition), of(expression.result), expression.otherwise === null ? nothing : of(expression.otherwise)];
      const chosen: MissingPlan = {
        nodes: [expression.condition, ...result.nodes, ...otherwise.nodes],
        mask: (sqlOf) => `case when ${sqlOf(expression.condition)} then ${result.mask(sqlOf)} else ${otherwise.mask(sqlOf)} end`,
      };
      return whereUnknown(expression, union([condition, isNothing(result) && isNothing(otherwise) ? nothing : chosen]));
    }
    case 'binary': {
      const { operator, left, right } = expression;
      if (operator === 'and' || operator === 'or' || operator === 'implies') return whereUnknown(expression, union([of(left), of(right)]));
      if (operator === 'in') return of(left);
      if (operator === 'contains') return of(right);
      return operator === '/' ? unlessZero(right, strict(expression, [left, right], of)) : strict(expression, [left, right], of);
    }
    default:
      return nothing;
  }
}

/** Unknown for good when a part is that no fact could decide. */
function strict(whole: Expression, parts: readonly Expression[], of: (part: Expression) => MissingPlan): MissingPlan {
  const plans = parts.map((part) => ({ part, plan: of(part) }));
  const all = union(plans.map(({ plan }) => plan));
  const doubtful = plans.filter(({ part }) => mayBeHopeless(part));
  if (doubtful.length === 0 || isNothing(all)) return all;
  return {
    nodes: [whole, ...all.nodes, ...doubtful.map(({ part }) => part)],
    mask: (sqlOf) => `case when (${sqlOf(whole)}) is null and not (${doubtful.map(({ part, plan }) => `(${sqlOf(part)}) is null and (${plan.mask(sqlOf)}) = 0`).join(' or ')}) then ${all.mask(sqlOf)} else 0 end`,
  };
}

/** Nothing can be divided by zero, whatever else becomes known. */
function unlessZero(divisor: Expression, plan: MissingPlan): MissingPlan {
  return isNothing(plan) ? plan : { nodes: [divisor, ...plan.nodes], mask: (sqlOf) => `case when (${sqlOf(divisor)}) = 0 then 0 else ${plan.mask(sqlOf)} end` };
}

function mayBeHopeless(part: Expression): boolean {
  switch (part.kind) {
    case 'nothing':
    case 'iif':
      return true;
    case 'minus':
    case 'call':
      return mayBeHopeless(part.of);
    case 'binary':
      return part.operator === '/' || mayBeHopeless(part.left) || mayBeHopeless(part.right);
    default:
      return false;
  }
}

function isNothing(plan: MissingPlan): boolean {
  return plan === nothing;
}

function union(plans: readonly MissingPlan[]): MissingPlan {
  const some = plans.filter((plan) => !isNothing(plan));
  if (some.length === 0) return nothing;
  return { nodes: some.flatMap(({ nodes }) => nodes), mask: (sqlOf) => (some.length === 1 ? (some[0]?.mask(sqlOf) ?? '0') : `(${some.map(({ mask }) => mask(sqlOf)).join(' | ')})`) };
}

function whereUnknown(whole: Expression, inner: MissingPlan): MissingPlan {
  if (isNothing(inner)) return nothing;
  return { nodes: [whole, ...inner.nodes], mask: (sqlOf) => `case when (${sqlOf(whole)}) is null then ${inner.mask(sqlOf)} else 0 end` };
}
