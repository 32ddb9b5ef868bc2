import { normalise } from '../text/text.js';
import { sourceTypeNamed, type SourceTypeName } from '../vocabulary/source-types.js';
import { outwards, stepsOf } from './source-path.js';
import { isObject, valueAt, type SourceObject, type SourceValue } from './source-value.js';
import { compared, type Test, type Where } from './where.js';

/** Whether an entry of a case fits; the extract says the same of the document (a test compares them). */
export function fitsWhere(where: Where | null, around: readonly SourceObject[]): boolean {
  return where?.some((tests) => tests.every(({ path, test }) => holds(test, valueOf(around, path)) === true)) ?? true;
}

/** What is at a path, which may begin further out. */
export function valueOf(around: readonly SourceObject[], path: string): SourceValue | undefined {
  const { up, path: inside } = outwards(path);
  const object = around[up] as SourceObject | undefined;
  return object === undefined ? undefined : valueAt(object, stepsOf(inside));
}

/** Null if the value is of the wrong type. */
export function holds(test: Test, value: SourceValue | undefined): boolean | null {
  if ('all' in test) {
    const outcomes = test.all.map((one) => holds(one, value));
    return outcomes.includes(null) ? null : !outcomes.includes(false);
  }
  if ('not' in test) {
    const outcome = holds(test.not, value);
    return outcome === null ? null : !outcome;
  }
  if ('has' in test) return entriesOf(value).some((entry) => isObject(entry) && fitsWhere(test.has, [entry]));
  if (test.isList) {
    const values = entriesOf(value).map((entry) => readAs(test.type, entry));
    return values.includes(undefined) ? null : compared(test, values);
  }
  const read = readAs(test.type, value);
  return read === undefined ? null : compared(test, read);
}

function entriesOf(value: SourceValue | undefined): readonly SourceValue[] {
  if (value === undefined || value === 'null') return [];
  if (Array.isArray(value)) return value as readonly SourceValue[];
  const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : null;
  return Array.isArray(parsed) ? parsed.map((one) => JSON.stringify(one)) : [value];
}

/** Undefined for a value of the wrong type. */
function readAs(type: SourceTypeName, value: SourceValue | undefined): unknown {
  if (value === undefined) return null;
  const raw: unknown = typeof value === 'string' ? JSON.parse(value) : {};
  if (raw === null) return null;
  const { format, read } = sourceTypeNamed[type];
  if (typeof raw === 'boolean') return type === 'boolean' ? raw : undefined;
  if (typeof raw !== 'string' && typeof raw !== 'number') return undefined;
  const text = normalise(typeof raw === 'number' && typeof value === 'string' ? value : String(raw));
  if (text === '') return null;
  return format?.has(text) === false ? undefined : read(text);
}
