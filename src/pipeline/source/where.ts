import { movedDay } from '../rules/moved-day.js';
import type { Reference } from '../rules/rule.js';
import { isReference } from '../rules/evaluate.js';
import type { Literal } from '../vocabulary/literal.js';
import { operatorNamed, type OperatorName } from '../vocabulary/operators.js';
import type { YamlScalar } from '../yaml/yaml-file.js';
import type { SourceTypeName } from '../vocabulary/source-types.js';

/** What an entry must have to fit: one of these lists, each of whose tests holds. */
export type Where = readonly (readonly PathTest[])[];

export interface PathTest {
  readonly path: string;
  readonly test: Test;
  /** Whether the path may be in no entry at all; left out if not. */
  readonly isOptional?: true;
}

/** What is asked of the value at a path. */
export type Test = Comparison | { readonly all: readonly Test[] } | { readonly not: Test } | { readonly has: Where };

export interface Comparison {
  readonly operator: OperatorName;
  /** In a look-up, it may be the day of the run. */
  readonly value: Literal | Reference;
  /** As what the value in the extract is read. */
  readonly type: SourceTypeName;
  /** Whether the operator looks at a list of values. */
  readonly isList: boolean;
}

/** The paths that are asked about, each once and in order. */
export function pathsIn(where: Where): string[] {
  return [...new Set(where.flat().map(({ path }) => path))];
}

/** The same with a day in place of the day of the run. */
export function onDay(where: Where, today: string): Where {
  return where.map((tests) => tests.map((one) => ({ ...one, test: testOnDay(one.test, today) })));
}

function testOnDay(test: Test, today: string): Test {
  if ('all' in test) return { all: test.all.map((one) => testOnDay(one, today)) };
  if ('not' in test) return { not: testOnDay(test.not, today) };
  if ('has' in test) return { has: onDay(test.has, today) };
  return isReference(test.value) ? { ...test, value: movedDay(today, test.value) as string } : test;
}

/** The same, but for the case and spaces of texts that are compared as a whole. */
export function nearly(where: Where): Where {
  return where.map((tests) => tests.map((one) => ({ ...one, test: nearlyTest(one.test) })));
}

function nearlyTest(test: Test): Test {
  if ('all' in test) return { all: test.all.map(nearlyTest) };
  if ('not' in test || 'has' in test || test.type !== 'text') return test;
  const isWhole = test.operator === operatorNamed.equal.name || test.operator === operatorNamed.in.name;
  if (!isWhole || isReference(test.value)) return test;
  const value = Array.isArray(test.value) ? (test.value as Literal) : [test.value as YamlScalar];
  const near: Test = { ...test, operator: operatorNamed.nearlyIn.name, value };
  return { not: { all: [{ not: test }, { not: near }] } };
}

/** A value as operators compare it. */
export function compared({ operator, value, type }: Comparison, read: unknown): boolean {
  const fact = type === 'order' && typeof read === 'string' ? Number(read) : read;
  return operatorNamed[operator].test(fact, value);
}
