import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { keyMap, needed, optional, usually } from '../keys/key-map.js';
import { asIs, byName, listOf, noteCaret, oneOf, path, scalar, yesOrNo } from '../keys/types.js';
import { define, type Keywords, type SchemaDefinition, type YamlType } from '../keys/yaml-type.js';
import type { Fact } from '../rules/fact.js';
import { movingKeys } from '../rules/read-moving.js';
import { readOperand } from '../rules/read-operand.js';
import { didYouMean } from '../text/did-you-mean.js';
import type { FactTypeName } from '../vocabulary/fact-types.js';
import { operatorNamed, operators, type Operator } from '../vocabulary/operators.js';
import { fieldTypeNamed, sourceTypeNamed, usualFieldType, type SourceTypeName } from '../vocabulary/source-types.js';
import type { YamlFile } from '../yaml/yaml-file.js';
import { outwards } from './source-path.js';
import type { PathTest, Test, Where } from './where.js';

interface Described {
  readonly name: string;
  readonly nameOfTest: string;
  readonly title: string;
  /** What a value may be compared with. */
  readonly operand: Keywords;
  /** Whether a test may look into a list. */
  readonly looksIntoLists: boolean;
}

/** How conditions on entries are described, with a definition of their own and one of their tests. */
function describe({ name, nameOfTest, title, operand, looksIntoLists }: Described): SchemaDefinition {
  const tests = () => ({ ...byName(test), minProperties: 1 });
  const whole: SchemaDefinition = define(
    name,
    title,
    'Tests by path, all of which must hold; or a list of such maps, any of which does.',
    () => ({ anyOf: [tests(), listOf(tests())] }),
    { role: 'student' },
    [{ role: ['teacher', 'tutor'] }, { staff: true, left: null }],
  );
  const test: SchemaDefinition = define(
    nameOfTest,
    'A test of one value',
    'A value, or one of a list (null is a blank); or operators with their values, all of which must hold. A value of the wrong type fits no test.',
    () => ({ anyOf: [...literals, testKeys.schema] }),
    'student',
    { notEqual: 'student' },
    { not: ['student', null] },
    ...(looksIntoLists ? [{ has: { role: 'student' } }] : []),
  );
  const testKeys = keyMap(
    {
      optional: usually(
        yesOrNo,
        false,
        'The path may be in no entry of an extract. Without it the extract fails, because who is left out would not be known.',
        true,
      ),
      not: optional(asIs(test), 'A test that must not hold.', ['student', null]),
      ...(looksIntoLists
        ? {
            has: optional(asIs(whole), 'The path leads to a list in which at least one entry fits.', {
              role: 'student',
            }),
          }
        : {}),
      ...Object.fromEntries(
        operatorsFor(looksIntoLists).map((one) => [one.name, optional(asIs(operand), `The value ${one.meaning}.`)]),
      ),
    },
    { minProperties: 1 },
  );
  return whole;
}

/** An age depends on the day of the run, and an extract is read alike on all days. */
const ofEntries = operators.filter(({ onDay }) => onDay === undefined);

const literals = [scalar.schema, listOf(scalar.schema, { minItems: 1 })];

/** Those that look at a list of values have nothing to look at in the entries of a list. */
function operatorsFor(looksIntoLists: boolean): readonly Operator[] {
  return looksIntoLists ? ofEntries : ofEntries.filter(({ name }) => !isOfList(name));
}

function isOfList(operator: Operator['name']): boolean {
  return operator === operatorNamed.contains.name || operator === operatorNamed.doesNotContain.name;
}

/** Which entries a view takes. */
export const where: YamlType<Where> = {
  schema: describe({
    ...{ name: 'where', nameOfTest: 'test', title: 'Which entries fit' },
    ...{ operand: { anyOf: literals }, looksIntoLists: true },
  }),
  read: (file, node, what) => readWhere(file, node, what, { of: 'a view' }),
};

/** The same of the entries of a list in one, from which a value is chosen: what is in them is no list. */
export const listWhere: YamlType<Where> = {
  schema: describe({
    ...{ name: 'listWhere', nameOfTest: 'listTest', title: 'Which entries of a list fit' },
    ...{ operand: { anyOf: literals }, looksIntoLists: false },
  }),
  read: (file, node, what) => readWhere(file, node, what, { of: 'a list', isInList: true }),
};

const dayOfRun = keyMap({
  fact: needed(oneOf({ today: 'The day of the run.' }), 'What it is compared with.'),
  ...movingKeys,
});

/** The same of a look-up, which may ask for the day of the run. */
export const lookupWhere: YamlType<Where> = {
  schema: describe({
    ...{ name: 'lookupWhere', nameOfTest: 'lookupTest', title: 'Which entries a look-up takes' },
    ...{ operand: { anyOf: [...literals, dayOfRun.schema] }, looksIntoLists: true },
  }),
  read: (file, node, what) => readWhere(file, node, what, { of: 'a look-up' }),
};

interface Scope {
  readonly of: 'a view' | 'a look-up' | 'a list';
  /** Whether the entries are those of a list within an entry. */
  readonly isInList?: boolean;
}

const today: readonly Fact[] = [{ name: 'today', type: 'date' }];

function readWhere(file: YamlFile, node: Node | null, what: string, scope: Scope): Where {
  const maps = isSeq(node) ? file.readList(node, what) : [node];
  const read = maps.map((map) => readTests(file, map, what, scope));
  if (read.length === 0) file.problem(node, 'view-where', `An empty list under ${what} takes nothing.`);
  return read;
}

function readTests(file: YamlFile, node: Node | null, what: string, scope: Scope): PathTest[] {
  const entries = [...file.readMap(node, what)];
  if (entries.length === 0 && isMap(node) && scope.of !== 'a list')
    file.problem(node, 'view-where', `An empty ${what} takes everything.`, `Omit ${what}.`);
  return entries.map(([at, { key, node: body }]) => {
    path.read(file, key, `A key of ${what}`, key);
    if (scope.isInList === true && outwards(at).up > 0) noteCaret(file, key);
    const isOptional = readIsOptional(file, body);
    return { path: at, test: readTest(file, at, body, scope, true), ...(isOptional ? { isOptional: true } : {}) };
  });
}

function readIsOptional(file: YamlFile, node: Node | null): boolean {
  return (
    isMap(node) && node.has('optional') && yesOrNo.read(file, node.get('optional', true) ?? null, 'optional', node)
  );
}

/** @param isWhole whether it is all that is asked of a path, and not a part of it */
function readTest(file: YamlFile, at: string, node: Node | null, scope: Scope, isWhole = false): Test {
  if (!isMap(node)) return readComparison(file, at, node, isSeq(node) ? operatorNamed.in : operatorNamed.equal, scope);
  if (node.has('fact')) {
    noteChoice(file, node, scope);
    return { all: [] };
  }
  const all = [...file.readMap(node, `the test of ${at}`)].flatMap(([name, { key, node: body }]): Test[] => {
    if (name === 'optional' && isWhole) return [];
    if (name === 'not') return [{ not: readTest(file, at, body, scope) }];
    if (name === 'has') return [readHas(file, at, key, body, scope)];
    const operator = operatorsFor(scope.isInList !== true).find((one) => one.name === name);
    if (operator === undefined && ofEntries.some((one) => one.name === name)) {
      noteListInList(file, key, name);
      return [];
    }
    if (operator !== undefined) return [readComparison(file, at, body, operator, scope)];
    const hint = didYouMean(name, ['not', 'has', ...ofEntries.map((one) => one.name)]);
    file.problem(key, 'unknown-operator', `There is no operator "${name}".`, hint);
    return [];
  });
  if (node.items.every(({ key }) => isScalar(key) && key.value === 'optional'))
    file.problem(node, 'view-where', `The test of ${at} asks nothing.`);
  const [only] = all;
  return only !== undefined && all.length === 1 ? only : { all };
}

function readHas(file: YamlFile, at: string, key: Node, node: Node | null, scope: Scope): Test {
  if (scope.isInList === true) noteListInList(file, key, 'has');
  return { has: readWhere(file, node, `has of ${at}`, { ...scope, isInList: true }) };
}

function noteListInList(file: YamlFile, key: Node, name: string): void {
  file.problem(key, 'view-where', `"${name}" looks into a list, and this is in one: lists within lists are not read.`);
}

function readComparison(file: YamlFile, at: string, node: Node | null, operator: Operator, scope: Scope): Test {
  if (isMap(node) && scope.of !== 'a look-up') {
    noteChoice(file, node, scope);
    return { all: [] };
  }
  if (isSeq(node) && node.items.length === 0) {
    const hint = 'Name at least one value, or remove the test; a blank is null.';
    file.problem(node, 'view-where', `The test of ${at} names no value: either nothing fits it, or everything.`, hint);
    return { all: [] };
  }
  const { fact, type } = readAs(node, operator);
  const value = readOperand(file, node, operator, { name: at, type: fact }, scope.of === 'a look-up' ? today : []);
  if (value === undefined) return { all: [] };
  if (operator.takes === 'number' && typeof value !== 'number')
    file.problem(node, 'wrong-type', `The operator "${operator.name}" takes a number.`);
  return { operator: operator.name, value, type, isList: isOfList(operator.name) };
}

/** What a value must be to be compared in this way. */
function readAs(node: Node | null, operator: Operator): { readonly fact: FactTypeName; readonly type: SourceTypeName } {
  if (operator.takes === 'day') return { fact: 'date', type: fieldTypeNamed.date.name };
  if (operator.takes === 'number') return { fact: 'number', type: sourceTypeNamed.order.name };
  const items = isSeq(node) ? node.items : [node];
  const given = items.map((item) => (isScalar(item) ? item.value : null)).filter((value) => value !== null);
  const areYesOrNo =
    operator.takes !== 'yes or no' && given.length > 0 && given.every((value) => typeof value === 'boolean');
  return areYesOrNo ? { fact: 'boolean', type: fieldTypeNamed.boolean.name } : { fact: 'text', type: usualFieldType };
}

function noteChoice(file: YamlFile, node: Node, { of }: Scope): void {
  if (of === 'a look-up') {
    const hint = 'The day of the run is compared by before or after: { after: { fact: today } }.';
    file.problem(node, 'view-where', 'Options have no place in a look-up.', hint);
    return;
  }
  const hint = "A school's choice is a rule, which explain can name.";
  file.problem(node, 'view-where', `Options and today have no place in ${of}.`, hint);
}
