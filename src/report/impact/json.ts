import { fileAndLine } from '../../pipeline/text/place-text.js';
import type { Format } from '../format.js';
import { inertJson } from '../writers/inert.js';
import { countsByRule, type Impact, type ImpactGroup, type SchoolImpact } from './impact.js';

export const json: Format<Impact> = { name: 'json', meaning: 'for scripts', write: impactJson };

function impactJson({ against, schools, unchanged, failed, withoutExtract }: Impact): string {
  const value = {
    against,
    schools: schools.map(({ school, name, later, ...now }) => ({
      school,
      name,
      ...asJson(now),
      later: later.map(({ day, impact }) => ({ day, ...(impact === null ? nothing : asJson(impact)) })),
    })),
    by: countsByRule(schools.flatMap(({ groups }) => groups)),
    unchanged,
    failed,
    withoutExtract,
  };
  return `${inertJson(value)}\n`;
}

const nothing = { kinds: {}, by: {}, groups: [], warnings: [] };

function asJson({ kinds, groups, warnings }: Pick<SchoolImpact, 'kinds' | 'groups' | 'warnings'>): object {
  return {
    kinds,
    by: countsByRule(groups),
    groups: groups.map(groupAsJson),
    warnings: warnings.map(({ kind, rule, how, place, appear, go }) => {
      return { kind, rule, how, ...fileAndLine(place), appear, go };
    }),
  };
}

function groupAsJson({ kind, movement, rule, how, place, ids }: ImpactGroup): object {
  return { kind, movement, rule, how, ...fileAndLine(place), count: ids.length, ids };
}
