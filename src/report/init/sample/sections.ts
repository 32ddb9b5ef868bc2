import type { PathNode } from '../../../extract/survey/path-node.js';
import { stepOf } from '../../../pipeline/source/source-path.js';
import { foldedKey } from '../../../extract/survey/words-of.js';

/** A value of an entry, at a path that steps into objects only. */
export interface ValuePath {
  readonly path: string;
  /** The keys of the path, each in small letters and without signs. */
  readonly steps: readonly string[];
  readonly node: PathNode;
}

/** A list within an entry: of values, or of objects with values. */
export interface InnerList {
  readonly path: string;
  readonly steps: readonly string[];
  /** Its entries. */
  readonly node: PathNode;
  /** The values in its entries, if these are objects. */
  readonly values: readonly ValuePath[];
}

/** A list of objects of the document: a section, as far as the sample shows. */
export interface SampleSection {
  readonly path: string;
  readonly steps: readonly string[];
  /** Its entries. */
  readonly node: PathNode;
  readonly values: readonly ValuePath[];
  readonly lists: readonly InnerList[];
  /** Paths under which keys look like ids: no mapping can read them. */
  readonly hidden: readonly string[];
  /** Which entries of the list these are; null if they are all. */
  readonly where: object | null;
  /** The kind that their role says they are of; null if they have none. */
  readonly role: string | null;
}

/** What a sample has: its sections, and the values outside of them. */
export interface Sample {
  readonly sections: readonly SampleSection[];
  /** Of the document itself, as its school's id. */
  readonly values: readonly ValuePath[];
  readonly hidden: readonly string[];
}

interface Step {
  readonly path: string;
  readonly steps: readonly string[];
  readonly node: PathNode;
}

/** A key that can stand in a line of YAML and of a message as it is. */
const writable = /^[^\p{C}\p{Zl}\p{Zp}]+$/u;

function stepsBelow({ path, steps, node }: Step): Step[] {
  return [...node.keys]
    .filter(([key]) => writable.test(key) && key.trim() !== '' && key === key.trim())
    .map(([key, inner]) => {
      const step = stepOf(key);
      return { path: path === '' ? step : `${path}.${step}`, steps: [...steps, foldedKey(key)], node: inner };
    });
}

/** All that is in an object and in the objects in it. */
function allBelow(step: Step): Step[] {
  return stepsBelow(step).flatMap((inner) => [inner, ...allBelow(inner)]);
}

export function sampleOf(root: PathNode): Sample {
  const all = allBelow({ path: '', steps: [], node: root });
  return {
    sections: all.flatMap((step) => sectionAt(step) ?? []),
    values: all.filter(({ node }) => node.filled > 0),
    hidden: hiddenIn([{ path: '', steps: [], node: root }, ...all]).map((path) => path.replace(/^\./, '')),
  };
}

function sectionAt({ path, steps, node }: Step): SampleSection | null {
  const { entries } = node;
  if (!areObjects(entries)) return null;
  const page = pageOf({ path, steps, node: entries });
  return page === null ? sectionOf({ path, steps, node: entries }) : sectionAt(page);
}

function areObjects(entries: PathNode | null): entries is PathNode {
  return entries !== null && entries.types.object > 0 && entries.types.object * 2 >= entries.count;
}

/** Keys in which a list is wrapped. */
export const envelopes: ReadonlySet<string> = new Set(
  ['data', 'item', 'result', 'entry', 'list', 'row', 'value', 'node', 'edge', 'record'], // prettier-ignore
);

/** The key that says what is in the list. */
export function nameStep(steps: readonly string[]): string {
  const name = steps.findLast((step) => !envelopes.has(step)) ?? steps.at(-1) ?? '';
  return name.replace(/(?<=.)(?:personal|info|record|detail|profile)$/, '');
}

/** The list in each entry, if the entries are pages: objects that have a list and no values of a record. */
function pageOf({ path, steps, node }: Step): Step | null {
  const lists = [...node.keys].filter(([key, inner]) => envelopes.has(foldedKey(key)) && areObjects(inner.entries));
  const [only] = lists;
  const values = [...node.keys.values()].filter(({ filled }) => filled > 0).length;
  if (only === undefined || lists.length > 1 || values > mostOfPage) return null;
  return { path: `${path}.${stepOf(only[0])}`, steps: [...steps, foldedKey(only[0])], node: only[1] };
}

/** A page has its number, and how many there are. */
const mostOfPage = 3;

/** @param entries the node of the entries */
function sectionOf({ path, steps, node: entries }: Step): SampleSection {
  const all = allBelow({ path: '', steps: [], node: entries });
  const hidden = hiddenIn([{ path: '', steps: [], node: entries }, ...all]);
  return {
    path,
    steps,
    node: entries,
    values: valuesOf(all),
    lists: all.flatMap((step) => listAt(step) ?? []),
    hidden: hidden.map((inner) => `${path}[]${inner}`),
    where: null,
    role: null,
  };
}

/** The lists of objects within the entries of a section, each as a section of its own. */
export function sectionsWithin({ path, steps, lists, where }: SampleSection): SampleSection[] {
  if (where !== null) return [];
  return lists
    .filter(({ values }) => values.length > 0)
    .map((list) => sectionOf({ path: `${path}[].${list.path}`, steps: [...steps, ...list.steps], node: list.node }));
}

function valuesOf(steps: readonly Step[]): ValuePath[] {
  return steps.filter((step) => step.node.filled > 0 && !isCursor(step, steps));
}

/** Whether a value only says where in a list its `node` stands, which is of no entry and the same in other lists. */
function isCursor({ steps: [...around] }: Step, all: readonly Step[]): boolean {
  if (around.pop() !== 'cursor') return false;
  const beside = [...around, 'node'].join('.');
  return all.some(({ steps, node }) => node.types.object > 0 && steps.join('.') === beside);
}

function listAt({ path, steps, node }: Step): InnerList | null {
  const { entries } = node;
  if (entries === null || entries.filled + entries.types.object === 0) return null;
  return { path, steps, node: entries, values: valuesOf(allBelow({ path: '', steps: [], node: entries })) };
}

function hiddenIn(steps: readonly Step[]): string[] {
  return steps.filter(({ node }) => node.hiddenKeys !== null).map(({ path }) => (path === '' ? '{}' : `.${path}{}`));
}

/** As `from` of a kind says it. */
export function viewOf({ path, where }: SampleSection): unknown {
  return where === null ? path : { section: path, where };
}
