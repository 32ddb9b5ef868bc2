import type { ShownColumn } from '../browse/columns.js';
import { longestTyped } from '../load/edit.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import { Outside } from '../report/html/words.js';
import { addresses } from './addresses.js';

interface Props {
  readonly place: { readonly kind: RecordKind; readonly school: { readonly id: string } };
  readonly column: ShownColumn;
  readonly record: { readonly id: string };
  readonly value: string | null;
  /** The address that the form leads to when it is done: its own page. */
  readonly to: string;
  /** The stored value, if it is not the one shown. */
  readonly shown?: string | null;
  /** The token that the form sends along; null if nothing may be typed. */
  readonly token: string | null;
}

/** A field that people type, as a form of its own. */
export function Typed({ place: { kind, school }, column, record, value, shown = value, to, token }: Props) {
  if (token === null) return value === null ? null : <Outside text={value} />;
  return (
    <form
      class="room"
      method="post"
      action={`${addresses.list(school.id, kind)}/type`}
      data-value={shown}
      data-longest={longestTyped}
    >
      <input type="hidden" name="_csrf" value={token} />
      <input type="hidden" name="id" value={record.id} />
      <input type="hidden" name="field" value={column.name} />
      <input type="hidden" name="to" value={to} />
      <input type="hidden" name="shown" value={shown ?? ''} />
      <input name="value" value={value ?? ''} aria-label={column.label} autocomplete="off" />
      <button type="submit">Save</button>
    </form>
  );
}
