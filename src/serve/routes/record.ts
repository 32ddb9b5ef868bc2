import { randomBytes } from 'node:crypto';
import { readRecordView, readTelling, type Linked, type RecordView } from '../../browse/record-view.js';
import type { Store } from '../../load/dialect.js';
import { editLocal } from '../../load/edit.js';
import { readHistory } from '../../load/history.js';
import { newEditId } from '../../load/runs.js';
import type { Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { addresses } from '../addresses.js';
import { ownPath } from '../own-path.js';
import { RecordPage } from '../pages/record.js';
import { ofKind } from '../place.js';
import { textOf } from '../requests.js';
import type { Route } from '../route.js';
import { may } from '../visitor.js';

export const record: readonly Route[] = [
  {
    method: 'GET',
    path: '/schools/:school/:kind/record',
    needs: 'viewer',
    answer: async (visit) => {
      const { db, pipeline } = visit;
      const id = textOf(visit.query.id);
      const found = await db.reading(async (store) => {
        const of = await ofKind(store, visit);
        const view = of === null ? null : await readRecordView(store, pipeline, of.line.school, of.kind, id);
        if (of === null || view === null) return null;
        return { ...of, view, beside: await readBeside(store, pipeline, of.line.school, of.kind, view) };
      });
      if (found === null) return null;
      const { line, kind, place, view, beside } = found;
      const history = await readHistory(db, pipeline, line.school, kind, id);
      const token = may(visit.visitor, 'editor') ? visit.token() : null;
      return { page: RecordPage({ place, record: view, beside, history, token }) };
    },
  },
  {
    method: 'POST',
    path: '/schools/:school/:kind/type',
    needs: 'editor',
    answer: async (visit) => {
      const found = await visit.db.reading((store) => ofKind(store, visit));
      const field = found?.kind.local.find(({ name }) => name === textOf(visit.form.field));
      if (found === null || field === undefined) return null;
      const { line, kind } = found;
      const [id, value] = [textOf(visit.form.id), textOf(visit.form.value).slice(0, 200)];
      const editId = newEditId(visit.now(), randomBytes(3).toString('hex'));
      const { name: who } = visit.visitor;
      if (!(await editLocal(visit.db, { school: line.school, kind, id, field, value, editId, who }))) return null;
      const to = textOf(visit.form.to);
      return { to: to === '' ? addresses.record(line.school, kind, id) : ownPath(to) };
    },
  },
];

/** Of the records that are linked: those links of theirs that say something, and end somewhere else again. */
async function readBeside(
  store: Store,
  pipeline: Pipeline,
  school: string,
  kind: RecordKind,
  view: RecordView,
): Promise<ReadonlyMap<string, readonly Linked[]>> {
  const beside = new Map<string, readonly Linked[]>();
  for (const { other, rows } of view.linked) {
    const of = { kind: other, ids: rows.map(({ id }) => id), from: kind };
    for (const [id, linked] of await readTelling(store, pipeline, school, of)) beside.set(id, linked);
  }
  return beside;
}
