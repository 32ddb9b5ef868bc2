import type { Impact, ImpactGroup, Movement } from './impact.js';
import type { ReportedId } from './report.js';
import { label } from './words.js';

const verbs: Readonly<Record<Movement, string>> = { appear: 'would appear', go: 'would go', change: 'would change' };

/** `41 parents would go` */
export function movedInWords(
  { pipeline }: Pick<Impact, 'pipeline'>,
  kind: string,
  movement: Movement,
  count: number,
): string {
  return `${String(count)} ${label(pipeline, kind, count)} ${verbs[movement]}`;
}

/** `3 schools, 2 unchanged, 1 failed` */
export function schoolsInWords({ schools, unchanged, failed }: Impact): string {
  const all = schools.length + unchanged + failed.length;
  const parts = [`${String(all)} ${all === 1 ? 'school' : 'schools'}`, `${String(unchanged)} unchanged`];
  return [...parts, ...(failed.length > 0 ? [`${String(failed.length)} failed`] : [])].join(', ');
}

/** What is responsible, and where it is written, as two texts. */
export function responsibleInWords({ rule, how, place }: ImpactGroup): { what: string; where: string } {
  const what = how === '' ? rule : how.startsWith('option ') ? `${rule}: ${how}` : `${rule} ${how}`;
  return {
    what,
    where: place === null ? '' : place.file === '--set' ? '--set' : `${place.file}:${String(place.line)}`,
  };
}

/** A link by both its ends' ids. */
export function shownId(id: NonNullable<ReportedId>): string {
  return typeof id === 'string' ? id : id.join('–');
}
