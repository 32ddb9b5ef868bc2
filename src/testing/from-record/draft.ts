import { asFlow } from '../../pipeline/yaml/flow-yaml.js';
import { isObject, type SourceObject, type SourceValue } from '../../pipeline/source/source-value.js';
import type { SourceSection, SourceShape } from '../../pipeline/source/source-shape.js';
import type { RecordKind } from '../../pipeline/pipeline.js';
import { labelOf } from '../../pipeline/text/label-of.js';
import { joined } from '../../pipeline/text/counted.js';
import type { Items } from './items.js';

/** Whether a record comes through, and if not, the rules that keep it out. */
export interface Outcome {
  readonly through: boolean;
  readonly rules: readonly string[];
  /** Of one that comes through, the fields with a value from another list. */
  readonly lookedUp: readonly string[];
}

export function isSame(one: Outcome, other: Outcome | null): boolean {
  return other !== null && JSON.stringify(one) === JSON.stringify(other);
}

/** An invented value may be none for a field, which decides nothing. */
export function isDecidedAlike(one: Outcome, other: Outcome | null): boolean {
  return other !== null && isSame(one, { ...other, lookedUp: one.lookedUp });
}

/** A case before it is written. */
export interface Draft {
  readonly kind: RecordKind;
  readonly id: string;
  readonly outcome: Outcome;
  /** Whose file applies; null if it has none. */
  readonly school: string | null;
  /** The day; null for that of the defaults. */
  readonly date: string | null;
  /** Sections that it does not have are those of the defaults. */
  readonly items: Items;
}

/** The file of the case. */
export function draftText({ kind, id, outcome, school, date, items }: Draft): string {
  const rules = outcome.rules.length === 1 ? outcome.rules[0] : outcome.rules;
  const named = /^[1-9]\d{0,14}$/.test(id) ? Number(id) : id;
  const expected = outcome.through
    ? { through: { [kind.name]: [named] } }
    : { out: { [kind.name]: [rules === undefined || rules.length === 0 ? named : { id: named, rule: rules }] } };
  const does = outcome.through
    ? 'comes through'
    : outcome.rules.length === 0
      ? 'stays out'
      : `stays out by ${joined(outcome.rules)}`;
  return [
    '# Made of a real record, whose values are replaced except those that also are in the configuration.',
    `- name: ${asFlow(`A ${labelOf(kind, 1)} that ${does}`)}`,
    ...(school === null ? [] : [`  school: ${asFlow(school)}`]),
    ...(date === null ? [] : [`  date: ${date}`]),
    ...(items.size === 0 ? [] : ['  extract:']),
    ...[...items].flatMap(([name, list]) =>
      list.length === 0
        ? [`    ${asFlow(name)}: []`]
        : [`    ${asFlow(name)}:`, ...list.map((item) => `      - ${valueText(item)}`)],
    ),
    '  expect:',
    `    ${Object.keys(expected)[0] ?? ''}: ${asFlow(Object.values(expected)[0])}`,
    '',
  ].join('\n');
}

function valueText(value: SourceValue): string {
  if (typeof value === 'string') return value.startsWith('"') ? asFlow(JSON.parse(value)) : value;
  if (!isObject(value)) return `[${value.map(valueText).join(', ')}]`;
  const entries = [...value].map(([key, inner]) => `${asFlow(key)}: ${valueText(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Items that say of every key that is read what they have there, so no default fills one in. */
export function saidInFull(sections: readonly SourceSection[], items: Items): Items {
  return new Map(
    sections.map(({ name, shape, views }) => {
      const ids = views.flatMap(({ idPaths }) => idPaths.flatMap(([key]) => key ?? []));
      return [name, (items.get(name) ?? []).map((item) => inFull(beginningWith(ids, item), shape) as SourceObject)];
    }),
  );
}

function beginningWith(keys: readonly string[], item: SourceObject): SourceObject {
  const first = [...new Set(keys)].flatMap((key): [string, SourceValue][] => {
    const value = item.get(key);
    return value === undefined ? [] : [[key, value]];
  });
  return new Map([...first, ...item]);
}

function inFull(value: SourceValue, shape: SourceShape): SourceValue {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return value.map((entry) => inFull(entry, shape));
  const whole = new Map(value);
  for (const [key, inner] of shape.keys) {
    const found = value.get(key);
    whole.set(key, found === undefined ? (inner.isList ? '[]' : 'null') : inFull(found, inner));
  }
  return whole;
}
