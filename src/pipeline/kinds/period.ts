import { isMap } from 'yaml';
import { keyMap, needed, optional, usually } from '../keys/key-map.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { oneOf, yesOrNo } from '../keys/types.js';
import type { Field, LinkKind } from '../pipeline.js';
import { formats } from '../source/date-format.js';
import { fieldSource } from '../source/field-source.js';
import { textSteps } from '../source/text-steps.js';
import type { periods } from '../vocabulary/fact-types.js';
import { fieldTypeNamed, fieldTypes } from '../vocabulary/source-types.js';
import type { Entries } from '../yaml/yaml-file.js';
import { onBad } from './bad-marks.js';
import { checkField } from './check-field.js';

/** The fact that says where the day of a run is. */
export const periodFact = 'period';
/** The fields of its two sides, which are never stored. A field that a pipeline names has no dot in its name. */
export const periodSides = { from: 'period.from', until: 'period.until' } as const;

export type Period = (typeof periods)[number];

/** Whether a period ends before it begins: nobody knows which of its days is wrong. */
export function isReversed(from: unknown, until: unknown): boolean {
  return typeof from === 'string' && typeof until === 'string' && until < from;
}

/**
 * Where a day is to a period; both its days belong to it, and a blank side is open. One that ends before it begins is past
 * on every day, so that a rule which lets in what is yet to come does not let it in.
 */
export function periodOn(day: string, from: unknown, until: unknown): Period {
  if (isReversed(from, until)) return 'past';
  if (typeof until === 'string' && until < day) return 'past';
  return typeof from === 'string' && from > day ? 'future' : 'now';
}

/** Whether links have a period. */
export function hasPeriod({ fields }: Pick<LinkKind, 'fields'>): boolean {
  return fields.some(({ name }) => name === periodSides.from);
}

/** Whether a fact of links depends on where the day of a run is. */
export function isPeriodFact(kind: Pick<LinkKind, 'fields'>, fact: string): boolean {
  return fact === periodFact && hasPeriod(kind);
}

/** Whether a fact of links is one of the two days, and not a field of an end of that name. */
export function isPeriodSide(kind: Pick<LinkKind, 'fields'>, fact: string): boolean {
  return (fact === periodSides.from || fact === periodSides.until) && hasPeriod(kind);
}

const days = Object.fromEntries(fieldTypes.filter(({ fact }) => fact.isDay).map((type) => [type.name, type]));

const dayKeys = keyMap({
  from: needed(fieldSource, 'The path of the day, or a value chosen from a list.', 'starts'),
  type: usually(oneOf(days), fieldTypeNamed.date.name, 'How its value is read.'),
  text: optional(textSteps, 'What changes its text before it is read: a text function, or a list of them.', {
    take: 10,
  }),
  format: optional(formats, 'How the days are written: a format, or a list of them.', 'DD/MM/YYYY'),
  onBad: usually(
    onBad,
    'out',
    'What a bad value does: a blank side is open, so without more the row stays out.',
    'blank',
  ),
  optional: usually(
    yesOrNo,
    false,
    'Its path may be in no entry of an extract. Without it the extract fails, because a blank side is open; with `onBad: blank` it is a warning.',
    true,
  ),
});

const day = named(
  'periodDay',
  'A day of a period',
  'Where the first or last day of a period is. It belongs to the period.',
  {
    schema: { anyOf: [fieldSource.schema, dayKeys.schema] },
    read(file, node, what, key): Omit<Field, 'name' | 'label'> {
      const isPlain = !isMap(node) || !node.has('from');
      const entries: Entries = isPlain ? new Map<string, never>() : dayKeys.enter(file, node, what);
      const said = isPlain
        ? { ...asDate, from: fieldSource.read(file, node, what, key) }
        : dayKeys.readFrom(file, entries, node, what);
      const type = said.type as Field['type'];
      const { text, format, onBad: bad, optional: isOptional } = said;
      const read = { ...noField, ...said.from, type, text: text ?? [], format, onBad: bad, isOptional };
      checkField(file, isPlain ? null : node, read);
      return read;
    },
  },
  'starts',
  { from: 'ends', format: 'DD/MM/YYYY' },
);

const asDate = { type: fieldTypeNamed.date.name, text: null, format: null, onBad: 'out', optional: false } as const;

const noField = {
  marks: null,
  column: '',
  kept: false,
  isShown: false,
  personal: null,
  constant: null,
  store: null,
  otherwise: undefined,
  else: null,
  from: null,
  source: null,
  further: [],
} as const;

const periodKeys = keyMap({
  from: optional(day, 'Its first day; if it is blank, there is none.', 'starts'),
  until: optional(day, 'Its last day; if it is blank, there is none.', 'ends'),
});

/** The two days between which a link counts, as fields. */
export const period: YamlType<Field[]> = named(
  'period',
  'Period',
  'The days between which a link counts. The rows of a pair stay apart until the rules have judged each.',
  {
    schema: { minProperties: 1, ...periodKeys.schema },
    read(file, node, what, key): Field[] {
      const { from, until } = periodKeys.read(file, node, what, key);
      if (from === null && until === null)
        file.problem(node, 'missing-key', 'A period needs a key "from" or "until".', 'One side may be open.');
      return [
        { ...noDay, ...from, name: periodSides.from, label: 'First day' },
        { ...noDay, ...until, name: periodSides.until, label: 'Last day' },
      ];
    },
  },
  { from: 'starts', until: 'ends' },
);

const noDay = {
  ...noField,
  ...{ type: fieldTypeNamed.date.name, text: [], format: null, onBad: null, isOptional: true },
} as const;
