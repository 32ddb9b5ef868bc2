import type { Node } from 'yaml';
import { keyMap, needed, usually } from '../keys/key-map.js';
import { named, narrowing } from '../keys/yaml-type.js';
import { against, byName, oneOf, text } from '../keys/types.js';
import { namedFields, type RecordKind, type SharedValueFact } from '../pipeline.js';
import type { YamlFile } from '../yaml/yaml-file.js';

/** The name of a field of a kind; if there is no such field, notes that and gives the first. */
export function readFieldName(file: YamlFile, node: Node | null, kind: RecordKind): string {
  const names = namedFields(kind).map((field) => field.name);
  return file.readOneOf(node, 'A field', names, 'unknown-field') ?? names[0] ?? '';
}

const fieldName = against(narrowing('fieldOfKind', text.schema), (file, node, _what, _key, kind: RecordKind) =>
  readFieldName(file, node, kind),
);

const factKeys = keyMap({
  of: needed(fieldName, 'The field whose values are compared.', 'email'),
  fold: usually(oneOf({ case: 'Case aside.', none: 'Every character.' }), 'none', 'What makes two values the same.'),
  among: needed(
    oneOf({
      others: 'Other records, but for its own other half.',
      halves: 'Its other half, asked on the first half only.',
    }),
    'Who is counted.',
  ),
});

const fact = named(
  'fact',
  'A fact over many records',
  'How many others of the kind that come through have the same value.',
  factKeys,
);

/** Facts by name, for each kind of record. */
export const sharedValues = against(
  narrowing('recordsByKind', byName({ title: 'Facts of a kind', description: 'By name.', ...byName(fact.schema) })),
  (file, node, what, _, records: readonly RecordKind[]): SharedValueFact[] =>
    ofKinds(file, node, what, records).flatMap(({ kind, node: body }) =>
      [...file.readMap(body, `facts of ${kind.name}`)].map(([name, { node: inner, key }]) => {
        const entries = factKeys.enter(file, inner, name);
        const { of, fold, among } = factKeys.readFrom(file, entries, key, `The fact "${name}"`);
        return { name, kind: kind.name, field: of(kind), fold, among: among ?? 'others' };
      }),
    ),
);

/** What is said of each kind of record. */
export function ofKinds(
  file: YamlFile,
  node: Node | null,
  what: string,
  records: readonly RecordKind[],
): { readonly kind: RecordKind; readonly node: Node | null; readonly key: Node }[] {
  const names = records.map((kind) => kind.name);
  return [...file.readMap(node, what, names)].flatMap(([name, entry]) =>
    records.filter((kind) => kind.name === name).map((kind) => ({ kind, ...entry })),
  );
}
