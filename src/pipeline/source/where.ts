import type { Literal } from '../vocabulary/literal.js';
import { operatorNamed, type OperatorName } from '../vocabulary/operators.js';
import type { SourceTypeName } from '../vocabulary/source-types.js';

/** What an entry must have to fit: one of these lists, each of whose tests holds. */
export type Where = readonly (readonly PathTest[])[];

export interface PathTest {
  readonly path: string;
  readonly test: Test;
}

/** What is asked of the value at a path. */
export type Test = Comparison | { readonly all: readonly Test[] } | { readonly not: Test } | { readonly has: Where };

export interface Comparison {
  readonly operator: OperatorName;
  readonly value: Literal;
  /** As what the value in the extract is read. */
  readonly type: SourceTypeName;
  /** Whether the operator looks at a list of values. */
  readonly isList: boolean;
}

/** The paths that are asked about, each once and in order. */
export function pathsIn(where: Where): string[] {
  return [...new Set(where.flat().map(({ path }) => path))];
}

/** A value as operators compare it. */
export function compared({ operator, value, type }: Comparison, read: unknown): boolean {
  const fact = type === 'order' && typeof read === 'string' ? Number(read) : read;
  return operatorNamed[operator].test(fact, value);
}
