import { counted, joined } from '../../pipeline/text/counted.js';
import { partName } from '../../run/shard.js';
import type { PartJson } from '../run/part-json.js';
import { UnfitPartsError, type readPart } from './part-file.js';

export type Part = Awaited<ReturnType<typeof readPart>>;

/** What all parts of one night have in common, and how a message calls it. */
const common: readonly { readonly what: string; readonly of: (part: PartJson) => string }[] = [
  { what: 'of the feed', of: ({ feed }) => (feed === null ? 'without a name' : feed.name) },
  { what: 'of the database', of: ({ database }) => database },
  { what: 'of the configuration and version with the fingerprint', of: ({ configuration }) => configuration },
  { what: 'of the day', of: ({ day }) => day },
  { what: 'of the options', of: ({ set }) => (set.length === 0 ? 'without --set' : `--set ${set.join(' --set ')}`) },
];

/** How many missing parts are named. */
const mostNamed = 20;

/**
 * Sees that parts are all of one night.
 * @param configuration the fingerprint of the configuration by which they will be reported
 * @throws UnfitPartsError with everything that does not fit
 */
export function fitTogether(parts: readonly Part[], configuration: string): void {
  const [first, ...others] = parts;
  if (first === undefined) throw new UnfitPartsError('There is no part to join.');
  const problems = [...others.flatMap((other) => differences(first, other))];
  if (problems.length === 0 && first.part.configuration !== configuration)
    problems.push(
      'The parts are of another configuration or version than this one: join them with the configuration that they had.',
    );
  if (others.every(({ shard }) => shard.of === first.shard.of)) problems.push(...repeatedAndMissing(parts));
  if (problems.length > 0) throw new UnfitPartsError(problems.join('\n'));
}

function differences(first: Part, other: Part): string[] {
  const found = common.flatMap(({ what, of }) => {
    const [a, b] = [of(first.part), of(other.part)];
    return a === b ? [] : [`${other.path} is ${what} ${b}, and ${first.path} ${what} ${a}.`];
  });
  if (first.shard.of !== other.shard.of)
    found.push(
      `${other.path} is part ${partName(other.shard)}, and ${first.path} ${partName(first.shard)}: they are of different nights.`,
    );
  if (found.length === 0 && first.part.feed?.key !== other.part.feed?.key)
    found.push(`${other.path} is of another feed than ${first.path}: one is named by --feed, the other by its inputs.`);
  return found;
}

function repeatedAndMissing(parts: readonly Part[]): string[] {
  const paths = new Map<number, string[]>();
  for (const { shard, path } of parts) paths.set(shard.number, [...(paths.get(shard.number) ?? []), path]);
  const of = parts[0]?.shard.of ?? 0;
  const name = (number: number) => partName({ number, of });
  const repeated = [...paths]
    .filter(([, files]) => files.length > 1)
    .map(([number, files]) => `Part ${name(number)} is there ${String(files.length)} times: ${joined(files)}.`);
  const missing: string[] = [];
  for (let number = 1; number <= of && missing.length <= mostNamed; number++)
    if (!paths.has(number)) missing.push(name(number));
  if (missing.length === 0) return repeated;
  const count = of - paths.size;
  const named = count > mostNamed ? `${missing.slice(0, mostNamed).join(', ')} and others` : joined(missing);
  return [...repeated, `${counted(count, 'part')} of ${String(of)} ${count === 1 ? 'is' : 'are'} missing: ${named}.`];
}
