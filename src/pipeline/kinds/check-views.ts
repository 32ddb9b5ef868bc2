import { kindsOf, type Pipeline, type View } from '../pipeline.js';
import { counted } from '../text/counted.js';
import type { YamlFile } from '../yaml/yaml-file.js';

/** Notes views that take nothing, because a view before them takes all that they would. */
export function checkViews(file: YamlFile, pipeline: Pipeline): void {
  for (const { type, name, views } of kindsOf(pipeline))
    views.forEach((view, index) => {
      const before = views.slice(0, index).find((other) => takesAllOf(other, view));
      if (before === undefined) return;
      const node = file.find(type === 'record' ? 'records' : 'links', name, 'from', String(index));
      const why = before.where === null ? 'every entry' : 'the same entries';
      const message = `A view before this one takes ${why} of ${view.section}, so nothing is left for it.`;
      file.problem(node, 'view-unreachable', message, 'Put it first, or give the other a `where`.');
    });
  for (const { name, views } of pipeline.records) {
    const [first, ...others] = views.map(({ idParts }) => idParts?.length ?? 1);
    others.forEach((count, index) => {
      if (count === first || first === 0 || count === 0) return;
      const node = file.find('records', name, 'from', String(index + 1));
      const message = `The id of ${name} has ${counted(first, 'part')}, in this view it has ${String(count)}.`;
      file.problem(node, 'key-parts', message, 'A link can name only one of the two.');
    });
  }
}

/** Whether a view before another one says that it takes everything, or exactly what the other would. */
export function takesAllOf(other: View, view: View): boolean {
  if (other.section !== view.section) return false;
  return other.where === null || JSON.stringify(other.where) === JSON.stringify(view.where);
}
