import type { SourceSection, SourceShape, SourceView } from '../../pipeline/source/source-shape.js';
import { stepsOf } from '../../pipeline/source/source-path.js';
import { isObject, valueAt, type SourceObject, type SourceValue } from '../../pipeline/source/source-value.js';
import { objectOf, textOf } from '../../pipeline/source/source-json.js';

/** The items of each section, by its name. */
export type Items = ReadonlyMap<string, readonly SourceObject[]>;

/** An entry of a section that is no object is left out: nothing can be read of it. */
export function itemsIn(document: SourceObject, sections: readonly SourceSection[]): Items {
  return new Map(
    sections.map(({ name, shape }) => {
      const entries = pagesAt(document, stepsOf(name)).flatMap(entriesOf);
      return [name, entries.filter(isObject).map((item) => objectOf(item, shape))];
    }),
  );
}

/** What is at a path, of each page: a list in which the path goes on is one of pages. */
function pagesAt(value: SourceValue, [step, ...further]: readonly string[]): SourceValue[] {
  if (step === undefined) return [value];
  if (typeof value === 'string') return [];
  if (!isObject(value)) return value.flatMap((page) => pagesAt(page, [step, ...further]));
  const inner = value.get(step);
  return inner === undefined ? [] : pagesAt(inner, further);
}

/** One object is a list of one. */
function entriesOf(list: SourceValue): readonly SourceValue[] {
  if (typeof list === 'string') return [];
  return isObject(list) ? [list] : list;
}

/** What the items of a section are called, and whom they name: both as tokens, which are equal for the same record. */
export class Naming {
  readonly #fields = new Map<string, Set<string>>();

  constructor(sections: readonly SourceSection[]) {
    for (const { views } of sections)
      for (const { shape } of views)
        eachReference(shape, ({ kind, field }) => {
          const fields = this.#fields.get(kind) ?? new Set();
          this.#fields.set(kind, fields.add(field ?? ''));
        });
  }

  /** By what links name the records that an item holds. */
  own(section: SourceSection, item: SourceObject): string[] {
    return section.views.flatMap((view) =>
      view.kind.type === 'link' ? [] : entriesIn(item, view.inner).flatMap((entry) => this.#ofEntry(view, entry)),
    );
  }

  #ofEntry({ kind, idPaths, pathOf }: SourceView, entry: SourceObject): string[] {
    const fields = [...(this.#fields.get(kind.name) ?? [])].filter((field) => field !== '');
    return [
      ...idPaths.map((path, part) => tokenOf(kind.name, '', part, textOf(valueAt(entry, path)))),
      ...fields.map((field) => tokenOf(kind.name, field, 0, textOf(valueAt(entry, pathOf(field) ?? [])))),
    ].filter((token) => token !== null);
  }
}

/** The records that an item names. */
export function namedBy({ views }: SourceSection, item: SourceObject): string[] {
  return views.flatMap(({ shape }) => namedIn(item, shape));
}

function namedIn(value: SourceValue, shape: SourceShape): string[] {
  const token = tokenIn(value, shape);
  if (token !== null) return [token];
  if (typeof value === 'string') return listIn(value).flatMap((entry) => namedIn(entry, shape));
  if (!isObject(value)) return value.flatMap((entry) => namedIn(entry, shape));
  return [...shape.keys].flatMap(([key, inner]) => {
    const found = value.get(key);
    return found === undefined ? [] : namedIn(found, inner);
  });
}

/** An item that no longer names some records: entries of lists go, single values become blank. */
export function withoutNames(
  { views }: SourceSection,
  item: SourceObject,
  isGone: (token: string) => boolean,
): SourceObject {
  return views.reduce((left, { shape }) => withoutIn(left, shape, isGone) as SourceObject, item);
}

function withoutIn(value: SourceValue, shape: SourceShape, isGone: (token: string) => boolean): SourceValue {
  const names = (entry: SourceValue) => namedIn(entry, shape).some(isGone);
  const token = tokenIn(value, shape);
  if (token !== null) return isGone(token) ? 'null' : value;
  if (typeof value === 'string') {
    const list = listIn(value);
    return list.some(names) ? `[${list.filter((entry) => !names(entry)).join(',')}]` : value;
  }
  if (!isObject(value)) return value.filter((entry) => !names(entry)).map((entry) => withoutIn(entry, shape, isGone));
  const left = new Map(value);
  for (const [key, inner] of shape.keys) {
    const found = left.get(key);
    if (found !== undefined) left.set(key, withoutIn(found, inner, isGone));
  }
  return left;
}

/** The scalars of a list of which nothing inside is read, which is kept as JSON text. */
export function listIn(text: string): string[] {
  if (!text.startsWith('[')) return [];
  // Numbers in it keep their digits, which parsing would lose.
  const list = [...text.slice(1, -1).matchAll(/"(?:[^"\\]|\\.)*"|[^,"[\]{}]+/g)].map(([entry]) => entry.trim());
  return `[${list.join(',')}]` === text ? list : [];
}

function tokenIn(value: SourceValue, { refersTo }: SourceShape): string | null {
  return refersTo === null ? null : tokenOf(refersTo.kind, refersTo.field ?? '', refersTo.part, textOf(value));
}

function tokenOf(kind: string, field: string, part: number, text: string | null): string | null {
  return text === null ? null : JSON.stringify([kind, field, part, text]);
}

/** What names the record. */
export function textOfToken(token: string): string {
  return (JSON.parse(token) as [string, string, number, string])[3];
}

function eachReference(
  shape: SourceShape,
  tell: (of: { readonly kind: string; readonly field: string | null }) => void,
): void {
  if (shape.refersTo !== null) tell(shape.refersTo);
  for (const inner of shape.keys.values()) eachReference(inner, tell);
}

function entriesIn(item: SourceObject, [path, ...inner]: readonly string[]): SourceObject[] {
  if (path === undefined) return [item];
  return pagesAt(item, stepsOf(path))
    .flatMap(entriesOf)
    .filter(isObject)
    .flatMap((entry) => entriesIn(entry, inner));
}
