import type { Extract } from '../../extract/extract.js';
import type { Id, Of } from '../../explain/explanation.js';
import { recordKind, type LinkKind, type Pipeline, type RecordKind } from '../../pipeline/pipeline.js';
import { pathsIn } from '../../pipeline/source/where.js';

/** A record that the extract has and no view of its kind takes. */
export interface OutsideViews extends Of {
  readonly section: string;
  /** The paths that the views of the section ask about. */
  readonly asked: readonly string[];
}

/** Those of a record, or of the ends of a link, that views leave out. */
export function outsideViews(
  extract: Pick<Extract, 'leftOut'>,
  pipeline: Pipeline,
  kind: RecordKind | LinkKind,
  id: Id,
): OutsideViews[] {
  if (kind.type === 'link')
    return kind.ends.flatMap(({ to }, end) =>
      typeof id === 'string' ? [] : outsideViews(extract, pipeline, recordKind(pipeline, to), id[end]),
    );
  return extract.leftOut
    .filter((one) => one.kind === kind.name && typeof id === 'string' && one.ids.includes(id))
    .map(({ section }) => {
      const views = kind.views.filter((view) => view.section === section);
      const asked = views.flatMap(({ where }) => (where === null ? [] : pathsIn(where)));
      return { kind: kind.name, id, section, asked: [...new Set(asked)] };
    });
}

/** `Student 5 is in people, outside every view of students (role).` */
export function outsideInWords({ kind, section, asked }: OutsideViews, name: string): string {
  return `${name} is in ${section}, outside every view of ${kind} (${asked.join(', ')}).`;
}
