import { applyLayer, openLayer, type Layered } from './read-layer.js';
import type { Shared } from './read-shared.js';
import type { Problem } from './problem.js';

/**
 * Lays a school's own file, and the files that it extends, over what all schools share.
 * @param problems where those of the file are noted, and of anything that has the school's name and is not read
 * @returns what all share, if the school has no file, or if there is something that should be one
 */
export function layOwn({ base, scope, files }: Shared, school: string | null, problems: Problem[]): Layered {
  const file = school === null ? undefined : files.schools.get(school);
  if (file === undefined) return base;
  const unread = files.unread.filter(({ concerns }) => typeof concerns === 'object' && concerns.school === school);
  problems.push(...unread.map(({ problem }) => problem));
  return unread.length > 0 ? base : applyLayer(openLayer(file, scope, problems), base, scope, problems);
}
