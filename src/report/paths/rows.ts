import { stepOf } from '../../pipeline/source/source-path.js';
import type { Form } from '../../extract/survey/forms.js';
import { dayForms } from '../../extract/survey/forms.js';
import type { PathNode, ValueType } from '../../extract/survey/path-node.js';

/** One path of an extract: what stands there, in numbers. */
export interface PathRow {
  /** Of the last step only: a key, `[]`, or `{}` for keys that look like ids. */
  readonly step: string;
  readonly path: string;
  readonly depth: number;
  readonly count: number;
  readonly types: Readonly<Partial<Record<ValueType, number>>>;
  /** How many of the objects around it do not have the key. */
  readonly missing: number;
  readonly nulls: number;
  readonly blankTexts: number;
  /** Null if it has no values of its own. */
  readonly distinct: number | null;
  readonly isMore: boolean;
  /** What all of its values look like. */
  readonly looksLike: readonly Form[];
  /** How many lists the entries are in. */
  readonly lists: number | null;
  /** How many keys look like ids; null if the row is none of such keys. */
  readonly keys: number | null;
}

/** The tree below a node, line by line. */
export function rowsBelow(node: PathNode, depth = 0, path = ''): PathRow[] {
  const named = [...node.keys].flatMap(([key, inner]) => {
    const step = stepOf(key);
    const missing = Math.max(0, node.types.object - inner.count);
    return rowsOf(inner, { step, path: path === '' ? step : `${path}.${step}`, depth, missing });
  });
  const { under, hiddenKeys } = node;
  if (under === null || hiddenKeys === null) return named;
  const at = { step: '{}', path: `${path}{}`, depth, missing: 0 };
  return [...named, row(under, at, { keys: hiddenKeys.count }), ...rowsInside(under, at)];
}

type At = Pick<PathRow, 'step' | 'path' | 'depth' | 'missing'>;

function rowsOf(node: PathNode, at: At): PathRow[] {
  const { list } = node.types;
  const isList = list > 0 && list + node.types.null === node.count && node.entries !== null;
  return isList ? entryRows(node, at) : [row(node, at), ...rowsInside(node, at)];
}

function rowsInside(node: PathNode, { path, depth }: At): PathRow[] {
  const entries = node.entries === null ? [] : entryRows(node, { step: '', path, depth: depth + 1, missing: 0 });
  return [...rowsBelow(node, depth + 1, path), ...entries];
}

function entryRows(node: PathNode, at: At): PathRow[] {
  if (node.entries === null) return [];
  const listed = { ...at, step: `${at.step}[]`, path: `${at.path}[]`, missing: 0 };
  return [row(node.entries, listed, { lists: node.types.list }), ...rowsInside(node.entries, listed)];
}

function row(node: PathNode, at: At, more: Partial<Pick<PathRow, 'lists' | 'keys'>> = {}): PathRow {
  const { count, types, blankTexts, distinct, filled, forms } = node;
  return {
    ...at,
    count,
    types: Object.fromEntries(Object.entries(types).filter(([, times]) => times > 0)),
    nulls: types.null,
    blankTexts,
    distinct: filled === 0 ? null : distinct.count,
    isMore: distinct.isMore,
    looksLike: [...forms].filter(([, times]) => times === filled).map(([form]) => form),
    lists: null,
    keys: null,
    ...more,
  };
}

/** What a person is told of the forms: the first that says most. */
export function likenessInWords(looksLike: readonly Form[]): string {
  const days = dayForms.filter((form) => looksLike.includes(form));
  if (days.length > 0) {
    const withTime = looksLike.includes('time') ? ' and a time' : '';
    return `${days.join(' or ')}${looksLike.includes('instant') ? `${withTime}, with an offset` : withTime}`;
  }
  const plain: readonly Form[] = ['whole number', 'decimal number', 'yes or no', 'email'];
  return plain.find((form) => looksLike.includes(form)) ?? '';
}
