import { randomBytes } from 'node:crypto';
import { shownColumns } from '../../browse/columns.js';
import { readNames } from '../../browse/names-of.js';
import { readRecordView, readTelling, type Linked, type RecordView } from '../../browse/record-view.js';
import type { Store } from '../../load/dialect.js';
import { editLocal } from '../../load/edit.js';
import { readHistory } from '../../load/history.js';
import { newEditId } from '../../load/runs/run-ids.js';
import type { Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { addresses } from '../addresses.js';
import { ownPath } from '../own-path.js';
import { NotSavedPage } from '../pages/not-saved.js';
import { RecordPage, type Beside } from '../pages/record.js';
import { ofKind } from '../place.js';
import { textOf } from '../requests.js';
import type { Route } from '../route.js';
import { unsavedValues } from '../unsaved.js';
import { may } from '../visitor.js';
import { withWho } from '../who-typed.js';

export const record: readonly Route[] = [
  {
    method: 'GET',
    path: '/schools/:school/:kind/record',
    needs: 'viewer',
    answer: async (visit) => {
      const { db, pipeline } = visit;
      const id = visit.query.text('id');
      const found = await db.readingBriefly(async (store) => {
        const of = await ofKind(store, visit);
        const view = of === null ? null : await readRecordView(store, pipeline, of.line.school, of.kind, id);
        if (of === null || view === null) return null;
        return { ...of, view, beside: await readBeside(store, pipeline, of.line.school, of.kind, view) };
      });
      if (found === null) return null;
      const { line, kind, place, view, beside } = found;
      const history = await readHistory(db, pipeline, line.school, kind, id);
      const called = await db.readingBriefly((store) => readNames(store, pipeline, line.school, history?.events ?? []));
      await visit.note({ what: 'look', school: line.school, kind: kind.name, recordId: id });
      const token = may(visit.visitor, 'editor') ? visit.token() : null;
      return { page: RecordPage({ place, record: view, beside, history, called, token }) };
    },
  },
  {
    method: 'POST',
    path: '/schools/:school/:kind/type',
    needs: 'editor',
    unsaved: unsavedValues,
    answer: async (visit) => {
      const found = await visit.db.readingBriefly((store) => ofKind(store, visit));
      const field = found?.kind.local.find(({ name }) => name === textOf(visit.form.field));
      if (found === null || field === undefined) return null;
      const { line, kind, place } = found;
      const [id, value] = [textOf(visit.form.id), textOf(visit.form.value)];
      const shown = visit.form.shown === undefined ? {} : { shown: textOf(visit.form.shown) };
      const editId = newEditId(visit.now(), randomBytes(3).toString('hex'));
      const { name: who } = visit.visitor;
      const edit = { school: line.school, kind, id, field, value, ...shown, editId, who, address: visit.address };
      const edited = await editLocal(visit.db, edit);
      if (edited.outcome === 'missing') return null;
      const column = shownColumns(kind).find(({ name }) => name === field.name);
      if (edited.outcome !== 'done' && column !== undefined) {
        const typed = value.slice(0, longestKept);
        const [{ refused }] = await visit.db.readingBriefly((store) =>
          withWho(store, line.school, kind, [{ id, column, refused: edited }]),
        );
        const page = NotSavedPage({ place, column, record: { id }, typed, refused, token: visit.token() });
        return { page, status: edited.outcome === 'overtaken' ? 409 : 400 };
      }
      const to = textOf(visit.form.to);
      return { to: to === '' ? addresses.record(line.school, kind, id) : ownPath(to) };
    },
  },
];

/** If it is too long, this much is shown again. */
const longestKept = 1000;

/** The linked records' own links that say something and lead somewhere else. */
async function readBeside(
  store: Store,
  pipeline: Pipeline,
  school: string,
  kind: RecordKind,
  view: RecordView,
): Promise<Beside> {
  const beside = new Map<string, ReadonlyMap<string, readonly Linked[]>>();
  for (const { other, rows } of view.linked) {
    const of = { kind: other, ids: rows.map(({ id }) => id), from: kind };
    const telling = await readTelling(store, pipeline, school, of);
    // Several kinds of links may lead to one kind.
    beside.set(other.name, new Map([...(beside.get(other.name) ?? []), ...telling]));
  }
  return beside;
}
