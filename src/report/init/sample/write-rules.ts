import { capital, kebabCase } from '../../../pipeline/text/text.js';
import type { LikelyWords } from '../likely-words.js';
import type { GuessedField } from './fields.js';
import { kindFields } from './kind-fields.js';
import type { GuessedKind } from './kinds.js';
import { linkFields } from './link-fields.js';
import type { GuessedLink } from './links.js';

/** Rule files by name: who has no name stays out, and so does who is linked to nobody. */
export function ruleFiles(
  kinds: readonly GuessedKind[],
  links: readonly GuessedLink[],
  words: LikelyWords,
): Map<string, string> {
  const files = new Map<string, string>();
  for (const kind of kinds) {
    if (!kind.isKnown) continue;
    const fields = kindFields(kind, links, words);
    const rules = [...nameRules(kind, fields, words), ...linkRules(kind, links, kinds, words)];
    if (rules.length === 0) continue;
    files.set(
      `${kebabCase(kind.name)}.yaml`,
      [head, ...aboutFields(kind, fields, words), ...rules, ...chosenRule(kind, fields, words)].join(''),
    );
  }
  for (const link of links)
    if (linkFields(link, words).period !== null)
      files.set(`${kebabCase(link.name)}.yaml`, `${head}${periodRule(link)}`);
  return files;
}

/** Who has left, or is yet to come, stays out. */
function periodRule({ name, one }: GuessedLink): string {
  return `- name: ${kebabCase(one === name ? `${one}-link` : one)}-now
  because: It has ended, or has not begun
  conditions: { all: [{ fact: period, operator: equal, value: now }] }
  event: { type: require }
`;
}

const head =
  '# A rule says one thing. With `fix` it speaks of a mistake in the data, without of a choice. These are a start: see docs/rules.md.\n';

/** What a start leaves out, and where it is. */
function aboutFields(kind: GuessedKind, fields: readonly GuessedField[], words: LikelyWords): string[] {
  return Object.entries(words.kinds[kind.name]?.about ?? {})
    .filter(([name]) => fields.some((field) => field.name === name))
    .map(([, text]) => `# ${text}\n`);
}

function nameRules(kind: GuessedKind, fields: readonly GuessedField[], words: LikelyWords): string[] {
  return (words.kinds[kind.name]?.filled ?? [])
    .filter((name) => fields.some((field) => field.name === name))
    .map((name) =>
      rule({
        name: `${kind.one}-${name}`,
        because: `${capital(name)} is blank`,
        fix: `Give the ${called(kind).one} a ${name}`,
        condition: `{ fact: ${name}, operator: notEqual, value: null }`,
      }),
    );
}

function linkRules(
  kind: GuessedKind,
  links: readonly GuessedLink[],
  kinds: readonly GuessedKind[],
  words: LikelyWords,
): string[] {
  const needs = words.kinds[kind.name]?.needs ?? [];
  return links
    .filter(({ name }) => needs.includes(name))
    .flatMap(({ ends }) => {
      const other = ends.find(({ to }) => to !== kind.name);
      if (other === undefined) return [];
      const to = kinds.find(({ name }) => name === other.to);
      const others = to === undefined ? other.to : called(to).many.toLowerCase();
      return rule({
        name: `${kind.one}-with-a-${other.name}`,
        because: `None of its ${others} comes through`,
        fix: `Link the ${called(kind).one} to one of the ${others} that come through`,
        condition: `{ fact: ${other.name}Count, operator: greaterThanInclusive, value: 1 }`,
      });
    });
}

/** What people call one and several of a kind. */
function called({ name, one, label }: GuessedKind): { readonly one: string; readonly many: string } {
  return typeof label === 'object' && label !== null ? label : { one, many: label ?? name };
}

/** A choice of values, which no sample shows: it is turned off. */
function chosenRule(kind: GuessedKind, fields: readonly GuessedField[], words: LikelyWords): string[] {
  const field = words.kinds[kind.name]?.chosen;
  if (field === undefined || !fields.some(({ name }) => name === field)) return [];
  return [
    `# If not all of them are wanted: list the values that are, and take the # away.
#- name: ${kind.one}-${field}
#  because: It is of another ${field}
#  conditions: { all: [{ fact: ${field}, operator: in, value: [] }] }
#  event: { type: require }
`,
  ];
}

interface Written {
  readonly name: string;
  readonly because: string;
  readonly fix: string;
  readonly condition: string;
}

function rule({ name, because, fix, condition }: Written): string {
  return `- name: ${name}
  because: ${because}
  fix: ${fix}
  conditions: { all: [${condition}] }
  event: { type: require }
`;
}
