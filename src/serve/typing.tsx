import type { ComponentChildren } from 'preact';
import type { ShownColumn } from '../browse/columns.js';
import { longestTyped } from '../load/edit.js';
import { addresses } from './addresses.js';
import type { KindPlace } from './place.js';
import { digestOf } from './session-token.js';

interface FormProps {
  readonly place: Pick<KindPlace, 'kind' | 'school' | 'visitor'>;
  readonly token: string;
  /** The address that the form leads to when it is done: its own page. */
  readonly to: string;
  /** Of how many records something was just saved from this form; null if it was not sent. */
  readonly saved: number | null;
  /** Whether what it shows was typed and not saved. */
  readonly isRefused?: boolean;
  readonly children: ComponentChildren;
}

/** All that people type of a list, with one button to save it. The script adds keys, pasting and marks of what is not saved. */
export function TypingForm({ place, token, to, saved, isRefused = false, children }: FormProps) {
  const { kind, school, visitor } = place;
  return (
    <form
      class="typing"
      method="post"
      action={addresses.typed(school.id, kind)}
      data-by={digestOf(`typed by ${visitor.name ?? ''}`).slice(0, 16)}
      data-saved={saved === null ? undefined : String(saved)}
      data-refused={isRefused ? 'yes' : undefined}
      data-longest={longestTyped}
    >
      <input type="hidden" name="_csrf" value={token} />
      <input type="hidden" name="to" value={to} />
      <p class="keys quiet" hidden>
        <kbd>Enter</kbd> goes to the next, <kbd>Esc</kbd> puts back what was saved, <kbd>Ctrl</kbd> <kbd>S</kbd> saves.
        A column that you copy from a spreadsheet and paste fills the fields below.
      </p>
      {children}
      <div class="savebar">
        <button type="submit">Save</button>
        <span role="status" />
      </div>
    </form>
  );
}

interface FieldProps {
  readonly column: ShownColumn;
  readonly record: { readonly id: string };
  /** Who or what it is of. */
  readonly name: string;
  readonly value: string | null;
  /** The stored value, if it is not the one shown. */
  readonly shown?: string | null;
  /** What was there when it was typed, where what is stored now stands beside it. */
  readonly against?: string | undefined;
}

/**
 * One field of the form: its parts are sent in the order of the fields, so each value is that of its id. A browser that
 * knew how much fits would cut what is pasted, in silence: the script says so, and the answer to the form.
 */
export function TypingField({ column, record, name, value, shown = value, against }: FieldProps) {
  return (
    <span class="typed" data-value={shown} data-against={against}>
      <input type="hidden" name="id" value={record.id} />
      <input type="hidden" name="field" value={column.name} />
      <input type="hidden" name="shown" value={shown ?? ''} />
      <input
        name="value"
        value={value ?? ''}
        aria-label={`${column.label} of ${name}`}
        autocomplete="off"
        enterkeyhint="next"
      />
      <span class="state" />
    </span>
  );
}
