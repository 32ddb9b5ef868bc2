import type { Node } from 'yaml';
import { keyMap, needed } from '../keys/key-map.js';
import { named, narrowing } from '../keys/yaml-type.js';
import { listOf, text } from '../keys/types.js';
import type { LinkKind } from '../pipeline.js';
import { didYouMean } from '../text/did-you-mean.js';
import { factTypeNamed } from '../vocabulary/fact-types.js';
import type { YamlFile } from '../yaml/yaml-file.js';
import type { Fact } from './fact.js';
import { noFact } from './read-operand.js';
import type { Rank } from './rule.js';

const rankKeys = keyMap({
  of: needed(
    { ...text, schema: narrowing('endOfLink', text.schema) },
    'The end of the link whose records are ranked, among those that the record at the other end is linked to.',
    'contact',
  ),
  by: needed(
    {
      schema: listOf(narrowing('orderOfLinks', text.schema), { minItems: 1 }),
      read: (file, node, what) => file.readNames(node, what),
    },
    'What puts them in order: fields of the link or of that end. The next one counts where all before it are the same, and at last the id. Numbers and days go upwards, yes comes before no, text is compared without case and accents, and blanks come last.',
    ['priority', 'contact.surname'],
  ),
});

export const rank = named(
  'rank',
  'Rank of a link',
  'The place of a link, from 1, among the links of one record whose own rules without a rank hold. It is known before anything else is decided, so it does not change when others stay out.',
  rankKeys,
  { of: 'contact', by: ['priority', 'contact.surname'] },
);

/** What a rank is called as a fact. */
export function rankFact({ of, by }: Rank): string {
  return `rank of ${of} by ${by.join(', ')}`;
}

/**
 * @param facts those that rules of the links may read
 * @returns null if the file does not make it clear
 */
export function readRank(file: YamlFile, node: Node | null, link: LinkKind, facts: readonly Fact[]): Rank | null {
  const entries = rankKeys.enter(file, node, 'rank');
  const { of, by } = rankKeys.readFrom(file, entries, node, 'A rank');
  const end = link.ends.find(({ name }) => name === of);
  if (end === undefined) {
    if (of !== '') noEnd(file, entries.get('of')?.node ?? node, of, link);
    return null;
  }
  if (by.length === 0) {
    if (entries.has('by')) file.problem(entries.get('by')?.node ?? node, 'wrong-type', 'by must name at least one field.');
    return null;
  }
  const other = link.ends.find((one) => one !== end) ?? end;
  const fitting = facts.filter((fact) => mayOrder(fact) && !fact.name.startsWith(`${other.name}.`));
  const isRight = by.map(({ name, node: at }) => {
    if (fitting.some((fact) => fact.name === name)) return true;
    if (facts.some((fact) => fact.name === name))
      file.problem(at, 'wrong-type', `"${name}" puts the links of one ${other.name} in no order.`, orderedBy(end.name));
    else noFact(file, at, name, fitting);
    return false;
  });
  return isRight.every(Boolean) ? { of, by: by.map(({ name }) => name) } : null;
}

function orderedBy(end: string): string {
  return `Name fields of the link, or of its ${end}: ${end}.…`;
}

/** Options, the day, keys and counts are no values of one record or link. */
export function mayOrder({ name, type }: Fact): boolean {
  const { period, list, countAsRead } = factTypeNamed;
  const isOne = ![period.name, list.name, countAsRead.name].includes(type);
  return isOne && name !== 'today' && !name.startsWith('option.');
}

function noEnd(file: YamlFile, node: Node | null, of: string, { name, ends }: LinkKind): void {
  const names = ends.map((end) => end.name);
  const message = `${name} have no end "${of}": they join ${names.join(' and ')}.`;
  file.problem(node, 'unknown-field', message, didYouMean(of, names));
}
