import { counted } from '../../../pipeline/text/counted.js';
import { asFlow } from '../../../pipeline/yaml/flow-yaml.js';
import type { LikelyWords } from '../likely-words.js';
import { kindFields } from './kind-fields.js';
import { guessKinds, type Guess, type GuessedKind } from './kinds.js';
import { asText, entry, indented, line, remark, type Line } from './lines.js';
import { guessLinks, type GuessedLink } from './links.js';
import type { Reference } from './references.js';
import { guessSchool, type GuessedSchool } from './school.js';
import { sampleOf } from './sections.js';
import { kindLines } from './write-kinds.js';
import { linkLines } from './write-links.js';
import { ruleFiles } from './write-rules.js';
import type { PathNode } from '../../../extract/survey/path-node.js';

export interface OfSample {
  /** The sample, relative to the pipeline; null if it is not a file. */
  readonly inputs: string | null;
  /** Whether it has more documents, which were not looked at. */
  readonly isFirst: boolean;
}

/**
 * A pipeline and rules to start from, guessed from a sample. They have keys of the sample, and no value.
 * @returns texts by path in the folder, the pipeline first; null if the sample has no list of records
 */
export function startFromSample(
  root: PathNode,
  { inputs, isFirst }: OfSample,
  words: LikelyWords,
): Map<string, string> | null {
  const sample = sampleOf(root);
  const school = guessSchool(sample, words);
  // What only says which school it is holds no records.
  const sections = sample.sections.filter((section) => section !== school.section);
  const guess = guessKinds({ ...sample, sections }, words);
  const { kinds } = guess;
  if (kinds.length === 0) return null;
  const { links, left } = guessLinks(guess, words);
  const rules = ruleFiles(kinds, links, words);
  const lines = [
    ...head,
    ...(isFirst ? [remark(ofSeveral, true)] : []),
    entry('name', 'A start'),
    ...sourceLines(school, inputs),
    entry('database', 'sqlite:pullthrough.db'),
    entry('timezone', 'Europe/London'),
    rulesLine([...rules.keys()]),
    line(''),
    line('records:', ['one table each']),
    ...indented(kinds.flatMap((kind) => kindLines(kind, links, words))),
    ...linkBlock(links, words),
    ...letGoLines(links, words),
    ...leftLines(guess, lookedInto(kinds, links, words), left, [
      ...sample.hidden,
      ...sample.sections.flatMap(({ hidden }) => hidden),
    ]),
  ];
  const files = new Map([['pipeline.yaml', asText(lines)]]);
  for (const [name, text] of rules) files.set(`rules/${name}`, text);
  return files;
}

/** Such documents may be schools, and may be pages of one. */
export const ofSeveral =
  'the first document of several: each is a school. If they are pages of one answer: docs/mapping.md, "Pages"';

const head: readonly Line[] = [
  remark(
    'A start, guessed from a sample: its keys, how many values are different, and which are ids elsewhere. No value of it is here.',
  ),
  remark('Look first at the lines with "# ?". Then: npx pullthrough check, and npx pullthrough run.'),
];

function sourceLines({ id, name, extractedAt, isCertain }: GuessedSchool, inputs: string | null): Line[] {
  const said = isCertain
    ? []
    : [id === null ? 'the sample does not say its school: which path has its id?' : 'is this the id of the school?'];
  return [
    line('source:'),
    ...indented([
      ...(inputs === null ? [] : [entry('inputs', inputs)]),
      line('school:'),
      ...indented([
        entry('id', id ?? 'SchoolID', said, !isCertain),
        ...(name === null ? [] : [entry('name', name)]),
        ...(extractedAt === null ? [] : [entry('extractedAt', extractedAt.path)]),
      ]),
    ]),
  ];
}

function rulesLine(files: readonly string[]): Line {
  if (files.length === 0) return entry('rules', 'none', ['without any, all that has an id comes through'], true);
  return line(`rules: ${asFlow({ files })}`, ['in rules/: one that is lost is an error']);
}

function linkBlock(links: readonly GuessedLink[], words: LikelyWords): Line[] {
  if (links.length === 0)
    return [line(''), remark('no value of one section is the id of another: which links are there?', true)];
  return [
    line(''),
    line('links:', ['which records belong together']),
    ...indented(links.flatMap((link) => linkLines(link, words))),
  ];
}

function letGoLines(links: readonly GuessedLink[], words: LikelyWords): Line[] {
  const names = links.map(({ name }) => name).filter((name) => words.links[name]?.letGo === true);
  if (names.length === 0) return [];
  return [
    line(''),
    entry('guard', { letGo: names }, ['removed even while a school is held: a stale one lets a person see a child']),
  ];
}

/** The lists in which fields are looked up. */
function lookedInto(
  kinds: readonly GuessedKind[],
  links: readonly GuessedLink[],
  words: LikelyWords,
): ReadonlySet<string> {
  const fields = kinds.flatMap((kind) => kindFields(kind, links, words));
  return new Set(fields.flatMap(({ from }) => (typeof from === 'object' && 'lookup' in from ? from.lookup : [])));
}

/** What the pipeline does not read. */
function leftLines(
  { others, details }: Guess,
  read: ReadonlySet<string>,
  left: readonly Reference[],
  hidden: readonly string[],
): Line[] {
  const unread = details.filter(({ section }, at) => {
    const isFirst = details.findIndex((other) => other.section === section) === at;
    return isFirst && !read.has(section.path);
  });
  const said = [
    ...unread.map(
      ({ section, id, of }) => `${section.path} says more of the entries of ${of.path}, by ${id.value.path}`,
    ),
    ...others.map(
      ({ path, node }) =>
        `${path} (${counted(node.count, 'entry', 'entries')}) has no id, and its entries do not name one record each of two kinds`,
    ),
    ...left.map(
      ({ from, to, value, list, split }) =>
        `${from.path}: ${value?.path ?? list?.path ?? ''} names entries of ${to.path} too${split === null ? '' : ', several in one text'}`,
    ),
    ...hidden.map((path) => `${path}: keys that look like ids; no mapping can read what is under them`),
  ];
  if (said.length === 0) return [];
  return [line(''), remark('Not read:'), ...said.map((text) => remark(text, true))];
}
