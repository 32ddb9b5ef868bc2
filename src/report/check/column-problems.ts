import type { AskedColumns } from '../../load/database.js';
import { columnWords } from '../../pipeline/text/column-words.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import type { Problem, ProblemCode } from '../../pipeline/problem.js';
import { noteAt } from '../../pipeline/yaml/note-at.js';
import { kindNamed } from '../../words/words.js';

const hint = 'See docs/changing-fields.md.';

/** What fields that came and went mean for a database that was asked; of what is gone at its kind. */
export function columnProblems({ differing }: Pick<AskedColumns, 'differing'>, pipeline: Pipeline): Problem[] {
  const problems: Problem[] = [];
  for (const { table, added, gone, moved } of differing) {
    const { kind } = table;
    const nameOf = (column: string) =>
      kindNamed(pipeline, kind)?.fields.find((field) => field.column === column)?.name ?? column;
    const note = (code: ProblemCode, at: string, message: string) => {
      const place = pipeline.places.get(at) ?? pipeline.places.get(kind);
      if (place === undefined) return;
      const length = (at.split('.').at(-1) ?? at).length;
      noteAt({ place, length, code, message, hint }, problems);
    };
    for (const column of added) {
      const name = nameOf(column);
      note('new-column', `${kind}.${name}`, columnWords.added(name));
    }
    for (const column of gone) note('column-gone', kind, columnWords.gone(column, kind));
    for (const column of moved) {
      const name = nameOf(column);
      const message = `"${name}" has another type than its column: this database is refused. Give it its old type, or another name.`;
      note('column-type', `${kind}.${name}`, message);
    }
  }
  return problems;
}
