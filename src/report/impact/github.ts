import { counted, joined } from '../../pipeline/text/counted.js';
import type { Place } from '../../pipeline/yaml/yaml-file.js';
import { printable } from '../../words/words.js';
import type { Format } from '../format.js';
import { annotation } from '../writers/annotation.js';
import { columnInWords } from './column-changes.js';
import type { Impact, ImpactGroup } from './impact.js';
import { heldInWords, movedInWords, responsibleInWords, unknownInWords, warnedInWords } from './words.js';

/** More schools than this are only counted. */
const mostSchools = 10;

/** What each changed line moves in all schools together; then what is held, failed or unknown. */
export const github: Format<Impact> = {
  name: 'github',
  meaning: 'annotations of GitHub Actions',
  write: (impact) =>
    [
      ...linesThatMove(impact),
      ...impact.schools.flatMap(({ school, held }) =>
        held === null ? [] : [annotation('warning', 'held', printable(`School ${school}. ${heldInWords(held)}`))],
      ),
      ...impact.columns.map((column) => {
        const { place } = column;
        return annotation('notice', 'tables', printable(columnInWords(column).what), place);
      }),
      ...impact.failed.map(({ school, reason }) =>
        annotation('error', 'failed', printable(`School ${school ?? '(unknown)'}: ${reason}`)),
      ),
      ...unknownInWords(impact, mostSchools).map((words) => annotation('warning', 'not known', printable(words))),
    ].join(''),
};

interface Moved {
  readonly what: string;
  readonly place: Place | null;
  /** `9 parents would go`, by kind and movement. */
  readonly groups: Map<string, { readonly group: Pick<ImpactGroup, 'kind' | 'movement'>; count: number }>;
  readonly warnings: Map<string | null, { appear: number; go: number }>;
  readonly schools: Set<string>;
}

function linesThatMove(impact: Impact): string[] {
  const lines = new Map<string, Moved>();
  for (const { school, groups, warnings } of impact.schools) {
    for (const group of groups) {
      const { groups: known } = lineOf(lines, group, school);
      const key = JSON.stringify([group.kind, group.movement]);
      const sum = known.get(key) ?? { group, count: 0 };
      sum.count += group.ids.length;
      known.set(key, sum);
    }
    for (const warning of warnings) {
      const { warnings: known } = lineOf(lines, warning, school);
      const { appear, go } = known.get(warning.kind) ?? { appear: 0, go: 0 };
      known.set(warning.kind, { appear: appear + warning.appear, go: go + warning.go });
    }
  }
  return [...lines.values()].map(({ what, place, groups, warnings, schools }) => {
    const moved = [...groups.values()].map(({ group: { kind, movement }, count }) =>
      movedInWords(impact, kind, movement, count),
    );
    const warned = [...warnings].map(([kind, counts]) => warnedInWords(impact, { kind, ...counts }));
    const where =
      schools.size <= mostSchools ? `at ${[...schools].join(', ')}` : `at ${counted(schools.size, 'school')}`;
    return annotation('notice', what, printable(`${joined([...moved, ...warned])} ${where}.`), place);
  });
}

function lineOf(lines: Map<string, Moved>, change: Parameters<typeof responsibleInWords>[0], school: string): Moved {
  const { what } = responsibleInWords(change);
  const { place } = change;
  const key = JSON.stringify([what, place]);
  const known = lines.get(key);
  const line = known ?? { what, place, groups: new Map(), warnings: new Map(), schools: new Set() };
  lines.set(key, line);
  line.schools.add(school);
  return line;
}
