import { textOf } from './requests.js';

/** One field of a form that people type into, as it was sent. */
export interface TypedEntry {
  readonly id: string;
  /** The name of the field. */
  readonly field: string;
  readonly value: string;
  /** What was there when it was typed; not said by a form that writes over whatever is there. */
  readonly shown: string | undefined;
}

/** More fields than a page and those of other pages that came along. */
const mostFields = 5000;

/** @returns null if it is not what such a form sends */
export function readEntries(form: Readonly<Record<string, unknown>>): readonly TypedEntry[] | null {
  const listOf = (name: string): string[] => (form[name] === undefined ? [] : [form[name]].flat().map(textOf));
  const [ids, fields, values, shown] = [listOf('id'), listOf('field'), listOf('value'), listOf('shown')];
  const isWhole =
    fields.length === ids.length && values.length === ids.length && [0, ids.length].includes(shown.length);
  if (ids.length > mostFields || !isWhole) return null;
  return ids.map((id, at) => ({ id, field: fields[at] ?? '', value: values[at] ?? '', shown: shown[at] }));
}
