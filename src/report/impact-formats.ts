import { impactMarkdown } from './impact-markdown.js';
import { impactText } from './impact-text.js';
import { countsByRule, type Impact, type ImpactGroup } from './impact.js';
import { inert, inertJson } from './inert.js';

/** A way to write down whose data would change. */
export interface ImpactFormat {
  readonly name: string;
  readonly write: (impact: Impact) => string;
}

/** The default first. */
export const impactFormats: readonly ImpactFormat[] = [
  { name: 'text', write: (impact) => inert(impactText(impact)) },
  { name: 'json', write: impactJson },
  { name: 'markdown', write: (impact) => inert(impactMarkdown(impact)) },
];

function impactJson({ against, schools, unchanged, failed }: Impact): string {
  const value = {
    against,
    schools: schools.map(({ school, name, kinds, groups }) => ({
      school,
      name,
      kinds,
      by: countsByRule(groups),
      groups: groups.map(groupAsJson),
    })),
    by: countsByRule(schools.flatMap(({ groups }) => groups)),
    unchanged,
    failed,
  };
  return `${inertJson(value)}\n`;
}

function groupAsJson({ kind, movement, rule, how, place, ids }: ImpactGroup): object {
  return { kind, movement, rule, how, file: place?.file ?? null, line: place?.line ?? null, count: ids.length, ids };
}
