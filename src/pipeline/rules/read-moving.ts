import { isScalar } from 'yaml';
import { optional, type MapKey } from '../keys/key-map.js';
import { oneOf } from '../keys/types.js';
import type { YamlType } from '../keys/yaml-type.js';

/** Ten years. */
const mostDays = 3660;

const numberOfDays: YamlType<number | null> = {
  schema: { type: 'integer', minimum: -mostDays, maximum: mostDays },
  read(file, node, what) {
    const value: unknown = isScalar(node) ? node.value : undefined;
    if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= mostDays) return value;
    file.problem(node, 'wrong-type', `${what} must be a whole number, -${String(mostDays)} to ${String(mostDays)}.`);
    return null;
  },
};

/** The keys by which a reference moves the day of the run. */
export const movingKeys = {
  days: optional(numberOfDays, 'With today: so many days later, or before if it is negative.', -7, 14),
  week: optional(
    oneOf({ start: 'The Monday of the week of that day.', end: 'The Sunday of the week of that day.' }),
    'With today: the Monday or the Sunday of the week of that day, in place of it.',
  ),
} satisfies Readonly<Record<string, MapKey<unknown>>>;
