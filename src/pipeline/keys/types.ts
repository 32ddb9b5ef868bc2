import { isSeq, type Node } from 'yaml';
import { isDay, isYearly } from '../guard/day.js';
import type { ProblemCode } from '../problem.js';
import { goesThroughEntries, hasLooseCaret, isPath, levelsOf, outwards } from '../source/source-path.js';
import type { YamlScalar, YamlFile } from '../yaml/yaml-file.js';
import type { Keywords, JsonSchema, YamlType } from './yaml-type.js';

/** One whose schema is no definition. */
type PlainType<T> = YamlType<T> & { readonly schema: Keywords };

export const text: PlainType<string> = {
  schema: { type: 'string', minLength: 1 },
  read: (file, node, what) => file.readText(node, what),
};

export const yesOrNo: YamlType<boolean> = {
  schema: { type: 'boolean' },
  read: (file, node, what) => file.readBoolean(node, what),
};

export const scalar: PlainType<YamlScalar> = {
  schema: { type: ['string', 'number', 'boolean', 'null'] },
  read: (file, node, what) => file.readScalar(node, what),
};

export function count(least: number): YamlType<number> {
  return { schema: { type: 'integer', minimum: least }, read: (file, node, what) => file.readCount(node, what, least) };
}

/** YYYY-MM-DD; null for anything else. */
export const day: YamlType<string | null> = {
  schema: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  read(file, node, what) {
    const written = file.readText(node, what);
    if (isDay(written)) return written;
    if (written !== '') file.problem(node, 'wrong-type', `${what} must be an existing day, YYYY-MM-DD.`);
    return null;
  },
};

/** The same, or MM-DD for a day of each year. */
export const dayOrYearly: YamlType<string | null> = {
  schema: { type: 'string', pattern: '^(\\d{4}-)?\\d{2}-\\d{2}$' },
  read(file, node, what) {
    const written = file.readText(node, what);
    if (isDay(written) || isYearly(written)) return written;
    if (written !== '')
      file.problem(node, 'wrong-type', `${what} must be an existing day, YYYY-MM-DD, or MM-DD for each year.`);
    return null;
  },
};

/** A path into the extract: a key, or keys one inside the other with dots between. */
export const path: YamlType<string> = {
  schema: text.schema,
  read(file, node, what) {
    const written = file.readText(node, what);
    if (written === '') return written;
    if (isPath(written)) {
      notePathForm(file, node, written);
      return written;
    }
    const hint = 'A dot steps into an object; a dot in a key is written \\.';
    file.problem(node, 'wrong-type', `${what} has an empty step: "${written}".`, hint);
    return written;
  },
};

/** The path of a list, which may go through the entries of other lists: `students[].contacts`. */
export const sectionPath: YamlType<string> = {
  schema: text.schema,
  read(file, node, what) {
    const written = file.readText(node, what);
    if (written.endsWith('[]') && !written.endsWith('\\[]'))
      file.problem(node, 'path-form', `"${written}" names the list itself: leave the [] at the end off.`);
    else if (written !== '' && levelsOf(written).every(isPath)) {
      if (outwards(written).up > 0 || hasLooseCaret(written)) noteCaret(file, node);
    } else if (written !== '') file.problem(node, 'wrong-type', `${what} has an empty step: "${written}".`);
    return written;
  },
};

function notePathForm(file: YamlFile, node: Node | null, written: string): void {
  if (goesThroughEntries(written)) {
    const hint = 'Use { list: …, value: … }, or a section of its own. A key that ends in [] is written \\[].';
    file.problem(node, 'path-form', `[] has no place in the path of a value: "${written}".`, hint);
  } else if (hasLooseCaret(written)) noteCaret(file, node);
}

/** Notes a path that leads outwards from where there is nothing around. */
export function noteCaret(file: YamlFile, node: Node | null): void {
  const hint = 'Outwards is a step of its own: ^.id. A key that begins with ^ is written \\^.';
  file.problem(node, 'path-form', '^ stands only at the beginning of a path, within a section with [].', hint);
}

/** One of some words, each with its meaning; null for anything else. */
export function oneOf<W extends string>(
  words: Readonly<Record<W, string | { readonly meaning: string }>>,
  { as, code }: { readonly as?: string; readonly code?: ProblemCode } = {},
): PlainType<W | null> {
  const names = Object.keys(words) as W[];
  const described = names.map((name) => {
    const word: string | { readonly meaning: string } = words[name];
    return { const: name, description: typeof word === 'string' ? word : word.meaning };
  });
  return { schema: { oneOf: described }, read: (file, node, what) => file.readOneOf(node, as ?? what, names, code) };
}

/** Words that need no explanation. */
export function anyWordOf<W extends string>(...words: readonly W[]): YamlType<W | null> {
  return { schema: { enum: words }, read: (file, node, what) => file.readOneOf(node, what, words) };
}

/** One value, or a list of them. */
export function oneOrMore<T>({ schema, read }: YamlType<T>): YamlType<T[]> {
  return {
    schema: { anyOf: [schema, { type: 'array', items: schema }] },
    read: (file, node, what) =>
      isSeq(node)
        ? file.readList(node, what).map((item) => read(file, item, what, item))
        : [read(file, node, what, node)],
  };
}

/** Left as a node, for a reader that knows its place among others. */
export function asIs(schema: JsonSchema): YamlType<Node | null> {
  return { schema, read: (_, node) => node };
}

export function listOf(items: JsonSchema, more: Keywords = {}): Keywords {
  return { type: 'array', ...more, items };
}

/** Entries whose keys are names. */
export function byName(schema: JsonSchema): Keywords {
  return { type: 'object', additionalProperties: schema };
}

/** Read later, by a caller that knows what to check it against. */
export function against<S, T>(
  schema: JsonSchema,
  read: (file: YamlFile, node: Node | null, what: string, key: Node | null, given: S) => T,
): YamlType<(given: S) => T> {
  return { schema, read: (file, node, what, key) => (given) => read(file, node, what, key, given) };
}
