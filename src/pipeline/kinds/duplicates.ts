import { isMap, type Node } from 'yaml';
import { keyMap, needed } from '../keys/key-map.js';
import { named, narrowing } from '../keys/yaml-type.js';
import { against, anyWordOf, byName, listOf, text } from '../keys/types.js';
import type { DuplicateSearch, LinkKind, RecordKind, SharedTrait } from '../pipeline.js';
import type { YamlFile } from '../yaml/yaml-file.js';
import { ofKinds, readFieldName } from './shared-values.js';

const comparison = anyWordOf('case', 'digits');

const traits = against(
  listOf({
    anyOf: [
      narrowing('fieldOfKind', text.schema),
      {
        title: 'A field compared in a way',
        description: 'digits: by its digits; case: case aside.',
        ...byName(comparison.schema),
      },
    ],
  }),
  (file, node, what, _, given: { readonly kind: RecordKind; readonly links: readonly LinkKind[] }) =>
    file.readOnce(node, what).flatMap((item) => readTrait(file, item, given.kind, given.links)),
);

function readTrait(file: YamlFile, node: Node, kind: RecordKind, links: readonly LinkKind[]): SharedTrait[] {
  if (isMap(node)) {
    return [...file.readMap(node, 'anyOf')].map(([field, { node: compare, key }]) => ({
      type: 'field',
      field: readFieldName(file, key, kind),
      compare: comparison.read(file, compare, `The comparison of ${field}`, key) ?? 'case',
    }));
  }
  const name = file.readText(node, 'An entry of anyOf');
  for (const link of links) {
    const [first, second] = link.ends;
    if (first.to === kind.name && second.name === name) return [{ type: 'end', link: link.name, end: name }];
    if (second.to === kind.name && first.name === name) return [{ type: 'end', link: link.name, end: name }];
  }
  return [{ type: 'field', field: readFieldName(file, node, kind), compare: 'case' }];
}

const sameFields = against(listOf(narrowing('fieldOfKind', text.schema)), (file, node, what, _, kind: RecordKind) =>
  file.readOnce(node, what).map((item) => readFieldName(file, item, kind)),
);

const duplicateKeys = keyMap({
  same: needed(sameFields, 'Fields that must agree, case, accents and punctuation aside. Blanks never agree.'),
  anyOf: needed(traits, 'A field (case aside), `{ field: digits }`, or the other end of a kind of links.'),
});

const search = named(
  'duplicates',
  'Likely duplicates of a kind',
  'Two records are likely to be one when all of `same` agree and one of `anyOf` is shared.',
  duplicateKeys,
);

/** For each kind of record, how to find likely duplicates. */
export const duplicates = against(
  narrowing('recordsByKind', byName(search.schema)),
  (
    file,
    node,
    what,
    _,
    { records, links }: { readonly records: readonly RecordKind[]; readonly links: readonly LinkKind[] },
  ): DuplicateSearch[] =>
    ofKinds(file, node, what, records).map(({ kind, node: body, key }) => {
      const entries = duplicateKeys.enter(file, body, kind.name);
      const { same, anyOf } = duplicateKeys.readFrom(file, entries, key, `duplicates of ${kind.name}`);
      return { kind: kind.name, same: same(kind), anyOf: anyOf({ kind, links }) };
    }),
);
