import { fileAndLine } from '../../pipeline/text/place-text.js';
import type { Format } from '../format.js';
import { inertJson } from '../writers/inert.js';
import { countsByRule, type ChangedValues, type Impact, type ImpactGroup, type SchoolImpact } from './impact.js';

export const json: Format<Impact> = { name: 'json', meaning: 'for scripts', write: impactJson };

function impactJson(impact: Impact): string {
  const { against, schools, unchanged, failed, withoutExtract, isForAll, readOnOneDay, database, columns, hasValues } =
    impact;
  const value = {
    against,
    schools: schools.map(({ school, name, later, turns, undecided, held, ...now }) => ({
      school,
      name,
      ...asJson(now, hasValues),
      held: held === null ? null : { reason: held.reason, before: held.isHeldBefore },
      days: turns.map(({ day, kind, rule, turn }) => ({ day, kind, rule, turn })),
      undecided,
      later: later.map(({ day, impact: then }) => ({ day, ...(then === null ? nothing : asJson(then, hasValues)) })),
    })),
    by: countsByRule(schools.flatMap(({ groups }) => groups)),
    unchanged,
    failed,
    withoutExtract,
    forAll: isForAll,
    readOnOneDay,
    database,
    columns: columns.map(({ place, ...column }) => ({ ...column, ...fileAndLine(place) })),
  };
  return `${inertJson(value)}\n`;
}

const nothing = { kinds: {}, by: {}, groups: [], warnings: [] };

type OnADay = Pick<SchoolImpact, 'kinds' | 'groups' | 'warnings' | 'values'>;

function asJson({ kinds, groups, warnings, values }: OnADay, hasValues: boolean): object {
  return {
    kinds,
    by: countsByRule(groups),
    groups: groups.map(groupAsJson),
    warnings: warnings.map(({ kind, rule, how, place, appear, go, ids }) => {
      return { kind, rule, how, ...fileAndLine(place), appear, go, ids };
    }),
    ...(hasValues ? { values: values.map(valuesAsJson) } : {}),
  };
}

function valuesAsJson({ kind, id, fields }: ChangedValues): object {
  const both = fields.map(({ name, before, after }) => [name, { before, after }] as const);
  return { kind, id, fields: Object.fromEntries(both) };
}

function groupAsJson({ kind, movement, rule, how, place, ids }: ImpactGroup): object {
  return { kind, movement, rule, how, ...fileAndLine(place), count: ids.length, ids };
}
