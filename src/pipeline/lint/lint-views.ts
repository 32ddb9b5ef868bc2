import { takesAllOf } from '../kinds/check-views.js';
import { kindsOf, type Pipeline, type View } from '../pipeline.js';
import { isReference } from '../rules/evaluate.js';
import type { PathTest, Test } from '../source/where.js';
import { operatorNamed } from '../vocabulary/operators.js';
import type { YamlFile } from '../yaml/yaml-file.js';

/** Notes views for which those before them leave nothing, though they are not the same: of such ones nothing is ever read. */
export function lintViews(file: YamlFile, pipeline: Pipeline): void {
  for (const { type, name, views } of kindsOf(pipeline))
    views.forEach((view, index) => {
      const before = views.slice(0, index).find((other) => covers(other, view));
      if (before === undefined || takesAllOf(before, view)) return;
      const node = file.find(type === 'record' ? 'records' : 'links', name, 'from', String(index));
      const message = `A view before this one takes all that this would of ${view.section}, so nothing is left for it.`;
      file.problem(node, 'view-covered', message, 'Put it first, or let the other leave out what this is to take.');
    });
}

function covers(other: View, view: View): boolean {
  const covering = other.where;
  if (other.section !== view.section || covering === null) return false;
  return view.where?.every((tests) => covering.some((others) => isCovered(tests, others))) === true;
}

/** Whether what passes some tests passes the others, too. */
function isCovered(tests: readonly PathTest[], others: readonly PathTest[]): boolean {
  return others.every((other) => tests.some(({ path, test }) => path === other.path && implies(test, other.test)));
}

function implies(test: Test, other: Test): boolean {
  if (JSON.stringify(test) === JSON.stringify(other)) return true;
  const [values, others] = [valuesOf(test), valuesOf(other)];
  return values !== null && others !== null && values.every((value) => others.includes(value));
}

/** The texts that pass a test, each with the type as which it is read; null if it is no list of them. */
function valuesOf(test: Test): readonly string[] | null {
  if (!('operator' in test) || test.isList || isReference(test.value)) return null;
  const { operator, type, value } = test;
  if (operator === operatorNamed.equal.name) return [JSON.stringify([type, value])];
  return operator === operatorNamed.in.name && Array.isArray(value)
    ? value.map((one) => JSON.stringify([type, one]))
    : null;
}
