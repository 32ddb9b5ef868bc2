import { builtInRules } from '../../pipeline/rules/rule.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { lineOfFile } from '../../pipeline/text/place-text.js';
import type { ExtractFinding } from '../extract.js';
import type { NeededPath, SectionPlan, Sought } from '../plan/section-plan.js';
import type { Shape } from '../plan/shape.js';

/**
 * What the pipeline reads from a section's items and none of them has. It leaves a column blank, or makes no link, and
 * is most likely a misspelt path. A key with a null is there; if one of several may be there, one is enough, unless
 * another is missing by what is most likely a slip; and if no object came to look in, nothing is reported.
 * @param shapes that all items have gone through, and those of the entries around them
 */
export function unreadPaths(plan: SectionPlan, shapes: readonly Shape[]): ExtractFinding[] {
  const found = new Map<string, ExtractFinding>();
  for (const sought of plan.sought) {
    const { isOneMet, unmet: all } = searched(sought, plan, shapes);
    const unmet = isOneMet ? all.flatMap(({ path, slip }) => (slip === null ? [] : [{ path, near: slip }])) : all;
    if (unmet.length === 0) continue;
    const field = unmet.map(({ path }) => path).join(', ');
    const key = `${sought.kind}\0${field}`;
    if (!found.has(key)) found.set(key, toFinding(sought.kind, field, inWords(plan.name, unmet)));
  }
  return [...found.values()];
}

/**
 * The same for paths that decide: without them nobody knows who must stay out.
 * @returns each with its section, what it is for, and where the pipeline has that
 */
export function neededPaths(
  plan: SectionPlan,
  shapes: readonly Shape[],
  all: readonly NeededPath[],
  places: Pipeline['places'],
): string[] {
  const needs = all.flatMap((needed) => {
    const { isOneMet, unmet } = searched(needed, plan, shapes);
    if (isOneMet || unmet.length === 0) return [];
    const place = needed.at.flatMap((name) => places.get(name) ?? [])[0];
    const about = [needed.for, ...(place === undefined ? [] : [lineOfFile(place)])].join(', ');
    const near = nearIn(unmet);
    const hint = near === '' ? '' : `; did you mean ${near}?`;
    return [`${pathsIn(unmet)} in ${plan.name} (${about}${hint})`];
  });
  return [...new Set(needs)];
}

interface Unmet {
  readonly path: string;
  /** The path that may be meant. */
  readonly near: string | null;
}

interface Searched {
  /** One may do for all. */
  readonly isOneMet: boolean;
  /** Those that were looked for and not met, with what hardly anything but a slip makes different from it. */
  readonly unmet: readonly (Unmet & { readonly slip: string | null })[];
}

function searched({ columns, inEntries }: Sought, plan: SectionPlan, shapes: readonly Shape[]): Searched {
  const found = columns.map((at) => {
    const { path, up, steps, inEntry } = plan.columns[at];
    const shape = shapes[up];
    const whole = [...steps, ...inEntry];
    const { isMet, near } = shape.search(whole, inEntries ? steps.length : 0);
    // As a path of this section is written: from its own entry, outwards by `^.`.
    const written = (other: string | null) =>
      other === null ? null : '^.'.repeat(up) + other.slice(shape.prefix.length);
    return { path, isMet, near: written(near), slip: isMet === false ? written(shape.slipOf(whole)) : null };
  });
  return { isOneMet: found.some(({ isMet }) => isMet === true), unmet: found.filter(({ isMet }) => isMet === false) };
}

function inWords(section: string, unmet: readonly Unmet[]): string {
  const near = nearIn(unmet);
  const hint = near === '' ? 'Is that how the extract names it?' : `Did you mean ${near}?`;
  return `No record of ${section} has ${pathsIn(unmet)}. ${hint}`;
}

function pathsIn(unmet: readonly Unmet[]): string {
  return unmet.map(({ path }) => path).join(' or ');
}

function nearIn(unmet: readonly Unmet[]): string {
  return [...new Set(unmet.flatMap(({ near }) => near ?? []))].join(' or ');
}

function toFinding(kind: string, field: string, because: string): ExtractFinding {
  return { severity: 'warning', rule: builtInRules.unreadPath, kind, recordId: null, field, position: null, because };
}
