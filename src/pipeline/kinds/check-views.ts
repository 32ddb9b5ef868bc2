import { kindsOf, type Pipeline, type View } from '../pipeline.js';
import { counted } from '../text/counted.js';
import { isReference } from '../rules/evaluate.js';
import type { PathTest, Test } from '../source/where.js';
import { operatorNamed } from '../vocabulary/operators.js';
import type { YamlFile } from '../yaml/yaml-file.js';

/** Notes views that take nothing, because a view before them takes all that they would. */
export function checkViews(file: YamlFile, pipeline: Pipeline): void {
  for (const { type, name, views } of kindsOf(pipeline))
    views.forEach((view, index) => {
      const before = views.slice(0, index).find((other) => takesAllOf(other, view));
      if (before === undefined) return;
      const node = file.find(type === 'record' ? 'records' : 'links', name, 'from', String(index));
      const why = before.where === null ? 'every entry' : 'the same entries';
      const message = `A view before this one takes ${why} of ${view.section}, so nothing is left for it.`;
      file.problem(node, 'view-unreachable', message, 'Put it first, or give the other a `where`.');
    });
  for (const { name, views } of pipeline.records) {
    const [first, ...others] = views.map(({ idParts }) => idParts?.length ?? 1);
    others.forEach((count, index) => {
      if (count === first || first === 0 || count === 0) return;
      const node = file.find('records', name, 'from', String(index + 1));
      const message = `The id of ${name} has ${counted(first, 'part')}, in this view it has ${String(count)}.`;
      file.problem(node, 'key-parts', message, 'A link can name only one of the two.');
    });
  }
}

function takesAllOf(other: View, view: View): boolean {
  if (other.section !== view.section) return false;
  if (other.where === null) return true;
  const covering = other.where;
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
