import type { Node } from 'yaml';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { named, narrowing, type Keywords, type JsonSchema } from '../keys/yaml-type.js';
import { against, asIs, byName, oneOf, text } from '../keys/types.js';
import { effectNamed, effects } from '../vocabulary/effects.js';
import { wayToShareNamed, type WayToShareName } from '../vocabulary/ways-to-share.js';
import { namedFields, type Field, type LinkKind, type Pipeline, type RecordKind } from '../pipeline.js';
import { didYouMean } from '../text/did-you-mean.js';
import type { YamlFile } from '../yaml/yaml-file.js';
import { copiedFields, readSetValue, setValues } from './read-set-value.js';
import type { Effect, SetValue, Share } from './rule.js';

const anyEffect = oneOf(effectNamed, { as: 'The effect', code: 'unknown-effect' });
const effectType = { ...anyEffect, schema: narrowing('effect', anyEffect.schema) };

const wayToShare = oneOf(wayToShareNamed, { as: 'The way to share' });

const splitKeys = keyMap({
  by: needed(
    { ...text, schema: narrowing('fieldOfKind', text.schema) }, 'The field whose two parts say that it is two people.', 'title'),
  share: optional(
    against(
      narrowing('shares', byName({ title: 'Way', description: 'How a value is shared out.', ...wayToShare.schema })),
      (file, node, what, _, scope: EffectScope) =>
        [...file.readMap(node, what)].flatMap(([name, { node: way, key }]) =>
          readShare(file, name, key, wayToShare.read(file, way, name, key), scope),
        ),
    ),
    'How fields are shared out between the halves. A field of links is named with its kind: contactLinks.relationship. What is not named, or has not two parts, is given whole to both.',
  ),
});

const split = named(
  'split',
  'How a record is split',
  'By which field, and how the others are shared out between the two halves.',
  splitKeys,
);

const withoutParams = effects.filter(({ takesParams }) => !takesParams);

const ifType = (type: JsonSchema, then: Keywords): Keywords => ({
  if: { required: ['type'], properties: { type } },
  then,
});

const eventKeys = keyMap(
  {
    type: needed(effectType, 'The effect.'),
    params: {
      ...optional(
        asIs({ type: 'object' }),
        'For set: each field with its value, or `{ field: other }`, another field of the same record or link, or of one of the ends of a link. For split: `by` and `share`.',
        { role: 'main' },
        { by: 'title', share: { forename: 'joints' } },
      ),
      title: 'Parameters',
    },
  },
  {
    allOf: [
      ifType({ const: effectNamed.set.name }, { required: ['params'], properties: { params: setValues } }),
      ifType({ const: effectNamed.split.name }, { required: ['params'], properties: { params: split.schema } }),
      ifType({ enum: withoutParams.map(({ name }) => name) }, { properties: { params: false } }),
    ],
  },
);

interface EffectScope {
  readonly kind: RecordKind | LinkKind;
  readonly pipeline: Pipeline;
}

/** What a rule does; null if the file does not make that clear. */
export const event = named(
  'event',
  'Effect',
  'What the rule does when its conditions hold (require: when they do not).',
  {
    schema: eventKeys.schema,
    read:
      (file, node) =>
      (scope: EffectScope): Effect | null => {
        if (node === null) return null;
        const entries = eventKeys.enter(file, node, 'event');
        const { type } = eventKeys.readFrom(file, entries, node, 'event');
        if (!entries.has('type')) return null;
        const params = entries.get('params');
        const needParams = (what: string) => params?.node ?? file.require(entries, 'params', node, what);
        if (type === effectNamed.set.name) return readSet(file, needParams('set'), scope);
        if (type === effectNamed.split.name) {
          if (scope.kind.type === 'link')
            file.problem(entries.get('type')?.node ?? null, 'unknown-effect', 'Only records can be split, not links.');
          return readSplit(file, needParams('split'), scope);
        }
        if (params !== undefined) file.problem(params.key, 'unknown-key', `"${String(type)}" takes no params.`);
        return type === null ? null : { type };
      },
  },
  { type: 'require' },
);

function readSet(file: YamlFile, node: Node | null, { kind, pipeline }: EffectScope): Effect {
  const values = new Map<string, SetValue>();
  const copied = copiedFields(pipeline, kind);
  const fields = namedFields(kind);
  for (const [name, { node: body, key }] of file.readMap(node, 'params')) {
    const field = fields.find((candidate) => candidate.name === name);
    if (hasField(file, key, name, fields) && field !== undefined)
      values.set(name, readSetValue(file, body, field, copied));
  }
  return { type: effectNamed.set.name, values };
}

function hasField(file: YamlFile, node: Node | null, name: string, fields: readonly Field[]): boolean {
  const names = fields.map((field) => field.name);
  if (names.includes(name)) return true;
  if (name !== '') file.problem(node, 'unknown-field', `There is no field "${name}" here.`, didYouMean(name, names));
  return false;
}

function readSplit(file: YamlFile, node: Node | null, scope: EffectScope): Effect {
  const entries = splitKeys.enter(file, node, 'params');
  const { by, share } = splitKeys.readFrom(file, entries, node, 'split');
  hasField(file, entries.get('by')?.node ?? null, by, scope.kind.fields);
  return { type: effectNamed.split.name, by, share: share?.(scope) ?? [] };
}

function readShare(
  file: YamlFile,
  name: string,
  key: Node,
  way: WayToShareName | null,
  { kind, pipeline }: EffectScope,
): Share[] {
  if (way === null) return [];
  const [first = '', second] = name.split('.');
  if (second === undefined) return hasField(file, key, first, namedFields(kind)) ? [{ link: null, field: first, way }] : [];
  const links = pipeline.links.filter((link) => link.ends.some((end) => end.to === kind.name));
  const link = links.find((candidate) => candidate.name === first);
  if (link === undefined) {
    file.problem(
      key,
      'unknown-kind',
      `No links of ${kind.name} are called "${first}".`,
      didYouMean(
        first,
        links.map((candidate) => candidate.name),
      ),
    );
    return [];
  }
  return hasField(file, key, second, namedFields(link)) ? [{ link: first, field: second, way }] : [];
}
