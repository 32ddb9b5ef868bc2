import { kindsOf, type Pipeline, type View } from '../../pipeline/pipeline.js';
import { lookupsOf } from '../../pipeline/source/lookups.js';
import { schoolLists } from '../../pipeline/source/whose-document.js';
import { levelsOf, stepOf, stepsOf } from '../../pipeline/source/source-path.js';
import type { Definitions } from './definition.js';
import { PlannedColumns } from './planned-columns.js';
import type { IndexPlan, LinkPlan, NeededPath, RecordPlan, SchoolPlan, Sought } from './section-plan.js';

/** A section while it is planned: its views in the order of the pipeline. */
export interface PlannedSection {
  /** Its path, as it is written. */
  readonly name: string;
  readonly columns: PlannedColumns;
  readonly records: RecordPlan[];
  readonly links: LinkPlan[];
  readonly schools: SchoolPlan[];
  readonly indexes: IndexPlan[];
  readonly soughtByLookups: Sought[];
  readonly neededByLookups: NeededPath[];
  readonly inner: { readonly section: PlannedSection; readonly steps: readonly number[]; readonly isPage: boolean }[];
  isOptional: boolean;
}

/** The steps of each list on the way to a section, the last its own. */
type Levels = readonly (readonly string[])[];

interface Listed {
  readonly name: string;
  readonly levels: Levels;
  readonly isOptional: boolean;
}

/** All sections, each in the one in whose entries its lists are. */
export function plantSections(
  pipeline: Pipeline,
  definitions: Definitions,
): { readonly roots: readonly PlannedSection[]; readonly sectionOf: (section: string) => PlannedSection } {
  const planted = new Map<string, PlannedSection>();
  const roots = new Set<PlannedSection>();
  const all = listed(pipeline);
  for (const { name, levels, isOptional } of outerFirst(all)) {
    const outer = outerOf(levels, all);
    const parent = outer === null ? undefined : planted.get(keyOf(outer.levels));
    let section: PlannedSection;
    if (outer === null || parent === undefined) {
      section = { name, columns: new PlannedColumns(definitions), isOptional, ...nothing() };
      roots.add(section);
    } else {
      const isPage = outer.levels.length === levels.length;
      const own = levels.at(-1) ?? [];
      const way = isPage ? own.slice(outer.levels.at(-1)?.length) : own;
      const { steps, entries } = parent.columns.shape.addSection(way.map(stepOf).join('.'));
      const columns = isPage ? parent.columns.beside(entries) : parent.columns.inside(entries);
      section = { name, columns, isOptional, ...nothing() };
      parent.inner.push({ section, steps, isPage });
    }
    planted.set(keyOf(levels), section);
  }
  const sectionOf = (section: string): PlannedSection => {
    const found = planted.get(keyOf(stepsOfLevels(section)));
    if (found === undefined) throw new Error(`the section ${section} is not planned`);
    return found;
  };
  const inOrder = all.flatMap(({ levels }) => planted.get(keyOf(levels)) ?? []);
  return { roots: inOrder.filter((section) => roots.has(section)), sectionOf };
}

function nothing(): Pick<
  PlannedSection,
  'records' | 'links' | 'schools' | 'indexes' | 'soughtByLookups' | 'neededByLookups' | 'inner'
> {
  return { records: [], links: [], schools: [], indexes: [], soughtByLookups: [], neededByLookups: [], inner: [] };
}

function stepsOfLevels(section: string): Levels {
  return levelsOf(section).map(stepsOf);
}

function keyOf(levels: Levels): string {
  return JSON.stringify(levels);
}

/** Every section of a view, and every list on the way to it, in the order of the pipeline. */
function listed(pipeline: Pipeline): Listed[] {
  const all = new Map<string, Listed>();
  const add = (name: string, levels: Levels, isOptional: boolean): void => {
    const key = keyOf(levels);
    const known = all.get(key);
    all.set(
      key,
      known === undefined ? { name, levels, isOptional } : { ...known, isOptional: known.isOptional && isOptional },
    );
  };
  const views = kindsOf(pipeline).flatMap(({ views }): readonly Pick<View, 'section' | 'isOptional'>[] => views);
  const ofSchools = schoolLists(pipeline.source.school).map(({ list }) => ({ section: list, isOptional: true }));
  const lookups = lookupsOf(pipeline).map(({ lookup, isOptional }) => ({ section: lookup, isOptional }));
  for (const { section, isOptional } of [...views, ...ofSchools, ...lookups]) {
    const levels = stepsOfLevels(section);
    const names = levelsOf(section);
    for (let count = 1; count <= levels.length; count++)
      add(names.slice(0, count).join('[].'), levels.slice(0, count), isOptional);
  }
  return [...all.values()];
}

function outerFirst(all: readonly Listed[]): Listed[] {
  const length = ({ levels }: Listed) => levels.flat().length;
  return all.toSorted((a, b) => a.levels.length - b.levels.length || length(a) - length(b));
}

/** The section in whose entries, or on whose pages, the list of another is; null if there is none. */
function outerOf(levels: Levels, all: readonly Listed[]): Listed | null {
  const [own, above] = [levels.at(-1) ?? [], levels.slice(0, -1)];
  const pages = all.filter(({ levels: other }) => {
    const last = other.at(-1) ?? [];
    return (
      keyOf(other.slice(0, -1)) === keyOf(above) &&
      last.length < own.length &&
      last.every((step, at) => step === own[at])
    );
  });
  return (
    outerFirst(pages).at(-1) ?? all.find((other) => above.length > 0 && keyOf(other.levels) === keyOf(above)) ?? null
  );
}
