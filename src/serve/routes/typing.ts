import { randomBytes } from 'node:crypto';
import { shownColumns, type ShownColumn } from '../../browse/columns.js';
import { readNames } from '../../browse/names-of.js';
import { editLocal } from '../../load/edit.js';
import { newEditId } from '../../load/runs/run-ids.js';
import type { RecordKind } from '../../pipeline/pipeline.js';
import { addresses } from '../addresses.js';
import { keepJustSaved } from '../just-saved.js';
import { ownPath } from '../own-path.js';
import { NotAllSavedPage, type NotSaved } from '../pages/not-all-saved.js';
import { ofKind } from '../place.js';
import { textOf } from '../requests.js';
import type { Route, Visit } from '../route.js';
import { readEntries, type TypedEntry } from '../typed-entries.js';
import { clockIn } from '../time.js';
import { toForm } from '../to-form.js';
import { showUnsaved } from '../show-unsaved.js';
import { unsavedValues } from '../unsaved.js';
import { withWho } from '../who-typed.js';
import type { NotWritten } from '../why-not-saved.js';

interface Sent extends TypedEntry {
  readonly column: ShownColumn;
}

/** What was not written, until it is known who typed what is there now. */
type Kept = Omit<NotSaved, 'refused'> & { readonly refused: NotWritten };

/** If it is too long, this much is shown again. */
const longestKept = 1000;

/** Everything typed in a list is saved at once. What somebody else changed since is not, and is shown with theirs. */
export const typing: readonly Route[] = [
  ...(['type', 'type-all'] as const).map(backToList),
  {
    method: 'POST',
    path: '/schools/:school/:kind/type-all',
    needs: 'editor',
    unsaved: unsavedValues,
    answer: async (visit) => {
      const found = await visit.db.readingBriefly((store) => ofKind(store, visit));
      const sent = found === null ? null : readSent(found.kind, visit.form);
      if (found === null || sent === null) return null;
      const { kind, place } = found;
      const { saved, refused } = await saveAll(visit, found.line.school, kind, sent);
      const asked = textOf(visit.form.to);
      const to = asked === '' ? addresses.list(found.line.school, kind) : ownPath(asked);
      if (refused.length === 0) {
        const at = clockIn(visit.pipeline.timezone, visit.now());
        return { to, saved: keepJustSaved(visit, place.at, { records: saved, at }) };
      }
      const named = refused.map(({ id }) => ({ kind: kind.name, id }));
      const known = await visit.db.readingBriefly(async (store) => ({
        names: await readNames(store, visit.pipeline, found.line.school, named),
        refused: await withWho(store, found.line.school, kind, refused),
      }));
      const page = NotAllSavedPage({ place, ...known, saved, to, token: visit.token() });
      return { page, status: 409 };
    },
  },
  toForm('/account/unsaved', () => addresses.morning),
  {
    method: 'POST',
    path: '/account/unsaved',
    needs: 'viewer',
    answer: async (visit) => ({ page: await showUnsaved(visit, textOf(visit.form.unsaved)) }),
  },
];

/** A form that is refused is a page at its address, which people ask for again and send on. */
function backToList(path: 'type' | 'type-all'): Route {
  return {
    method: 'GET',
    path: `/schools/:school/:kind/${path}`,
    needs: 'viewer',
    answer: async (visit) => {
      const found = await visit.db.readingBriefly((store) => ofKind(store, visit));
      return found === null ? null : { to: addresses.list(found.line.school, found.kind) };
    },
  };
}

/** @returns null if it is not what the form sends */
function readSent(kind: RecordKind, form: Visit['form']): readonly Sent[] | null {
  const entries = readEntries(form);
  const typed = shownColumns(kind).filter((column) => column.typed);
  const sent = entries?.flatMap((entry): Sent[] => {
    const column = typed.find(({ name }) => name === entry.field);
    return column === undefined ? [] : [{ ...entry, column }];
  });
  return sent === undefined || sent.length !== entries?.length ? null : sent;
}

/** Each field by itself, so what can be saved is. */
async function saveAll(
  visit: Visit,
  school: string,
  kind: RecordKind,
  sent: readonly Sent[],
): Promise<{ readonly saved: number; readonly refused: readonly Kept[] }> {
  const saved = new Set<string>();
  const refused: Kept[] = [];
  for (const { id, column, value, shown } of sent) {
    const field = kind.local.find(({ name }) => name === column.name);
    if (field === undefined || value === shown) continue;
    const editId = newEditId(visit.now(), randomBytes(3).toString('hex'));
    const guard = shown === undefined ? {} : { shown };
    const by = { who: visit.visitor.name, address: visit.address };
    const edit = { school, kind, id, field, value, ...guard, editId, ...by };
    const edited = await editLocal(visit.db, edit);
    if (edited.outcome === 'done') saved.add(id);
    else refused.push({ id, column, typed: value.slice(0, longestKept), against: shown, refused: edited });
  }
  return { saved: saved.size, refused };
}
