import { Explainer } from '../decide/explain.js';
import { notedOf, type Explanation, type Id, type Of } from '../decide/explanation.js';
import { RuleMemory } from '../decide/rule-book.js';
import { openDatabase } from '../load/database.js';
import { schoolsOf } from '../load/edit.js';
import { readLastRun } from '../load/last-run.js';
import { storedIds, storedLink, storedLinks, storedRecord } from '../load/stored-record.js';
import type { LinkKind, Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { ConfigurationError, formatProblem } from '../pipeline/problem.js';
import { normalise, repair } from '../pipeline/text.js';
import { explanationAsJson } from '../report/explanation-json.js';
import { explanationAsText } from '../report/explanation-text.js';
import { danglingTo, reasonsInFindings } from '../report/explain-last-run.js';
import { nearIds } from '../report/near-ids.js';
import { nameOf, printable } from '../report/words.js';
import { chooseAnyKind, chooseSchool } from './choose.js';
import { prepare, type CommonOptions, type Prepared } from './common-options.js';
import { findDocument } from './find-document.js';
import { exit, type World } from './streams.js';
import { WrongCallError } from './wrong-call.js';

export interface ExplainOptions extends CommonOptions {
  readonly values?: boolean;
  readonly name?: string;
}

/** Why a record or link comes through or not; and where there is none of that id, what to say of that. */
type Answer = { readonly explanation: Explanation } | NotFound;

interface NotFound extends Of {
  readonly explanation: null;
  readonly school: string;
  /** Where it was looked for. */
  readonly where: string;
  readonly near: readonly string[];
  /** Other kinds that have a record of that id. */
  readonly kinds: readonly RecordKind[];
  /** Links that name it. */
  readonly namedBy: readonly Of[];
  readonly left: boolean;
}

/** `pullthrough explain`: why a record comes through or not, down to the cause to mend. */
export async function explain(
  word: string,
  args: readonly string[],
  options: ExplainOptions,
  world: World,
): Promise<number> {
  const prepared = prepare(options, world);
  const { pipeline } = prepared.configuration;
  const kind = chooseAnyKind(pipeline, word);
  if (options.name !== undefined) return explainByName(kind, args, options, prepared, world);
  const { id, inputs } = takeIds(kind, args);
  if (inputs.length === 0) {
    if (options.values === true)
      throw new WrongCallError('--values shows what stands in an extract, and is never stored: give the extract too.');
    return show(await fromLastRun(kind, id, options, prepared, world), options, pipeline, world);
  }
  const explainer = await explainerOf(inputs, options, prepared, world);
  if (explainer === null) return exit.failed;
  return show(await fromExtract(explainer, kind, id, options), options, pipeline, world);
}

/** A record has one id, a link the ids of both its ends; what follows are inputs. */
function takeIds(kind: RecordKind | LinkKind, args: readonly string[]): { id: Id; inputs: readonly string[] } {
  const ids = args.slice(0, kind.type === 'record' ? 1 : 2).map((id) => normalise(repair(id)));
  const [first, second] = ids;
  if (first === undefined) throw new WrongCallError(`Which ${kind.one}? Give its id, or --name TEXT.`);
  if (kind.type === 'record') return { id: first, inputs: args.slice(1) };
  if (second === undefined) {
    const ends = kind.ends.map((end) => end.name.toUpperCase()).join(' ');
    throw new WrongCallError(`A link is named by both its ids: explain ${kind.one} ${ends}.`);
  }
  return { id: [first, second], inputs: args.slice(2) };
}

async function explainerOf(
  inputs: readonly string[],
  options: ExplainOptions,
  { configuration, today }: Prepared,
  world: World,
): Promise<Explainer | null> {
  const found = await findDocument(inputs, options.school, configuration.pipeline, world.stdin);
  if (found.extract === null) {
    world.stderr.write(`${printable(found.reason)}\n`);
    return null;
  }
  const { extract, from } = found;
  try {
    const explainer = await Explainer.of(extract, configuration.forSchool(extract.school), today, new RuleMemory());
    world.stderr.write(`School ${printable(extract.school)}, from ${printable(from)}.\n`);
    return explainer;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    world.stderr.write(`${error.problems.map(formatProblem).join('\n')}\n`);
    return null;
  }
}

async function fromExtract(
  explainer: Explainer,
  kind: RecordKind | LinkKind,
  id: Id,
  options: ExplainOptions,
): Promise<Answer> {
  const node = explainer.find(kind.name, id);
  if (node !== null) return { explanation: await explainer.explain(node, options.values === true) };
  const { pipeline } = explainer.solved.configuration;
  const notFound = { explanation: null, school: explainer.decision.school, kind: kind.name, id, left: false } as const;
  const where = 'The extract';
  if (typeof id !== 'string') return { ...notFound, where, near: [], kinds: [], namedBy: [] };
  const kinds = pipeline.records.filter((other) => other.name !== kind.name && explainer.find(other.name, id) !== null);
  const near = nearIds(id, explainer.ids(kind.name));
  return { ...notFound, where, near, kinds, namedBy: await explainer.namedBy(kind.name, id) };
}

async function fromLastRun(
  kind: RecordKind | LinkKind,
  id: Id,
  options: ExplainOptions,
  { configuration: { pipeline }, database: url }: Prepared,
  world: World,
): Promise<Answer | null> {
  const db = await openDatabase(url, pipeline, { mustExist: true });
  try {
    const school = chooseSchool(options.school, await schoolsOf(db), url);
    const run = await readLastRun(db, school);
    if (run === null) {
      world.stderr.write(`School ${printable(school)} was never loaded into ${url}.\n`);
      return null;
    }
    world.stderr.write(
      `School ${printable(school)}, from the last loaded run${run.startedAt === null ? '' : ` (${run.startedAt})`}. Give the extract as well for all reasons and the smallest corrections.\n`,
    );
    const of = { kind: kind.name, id };
    const why = reasonsInFindings(pipeline, run.findings, of);
    const stored =
      kind.type === 'record' && typeof id === 'string'
        ? await storedRecord(db, school, kind, id)
        : await storedLink(db, school, kind as LinkKind, id as readonly [string, string]);
    if (why.length === 0 && stored !== 'through') {
      const near =
        kind.type === 'record' && typeof id === 'string'
          ? nearIds(id, [
              ...(await storedIds(db, school, kind)),
              ...run.findings.flatMap((finding) =>
                finding.kind === kind.name && finding.recordId !== null ? [finding.recordId] : [],
              ),
            ])
          : [];
      const left = stored === 'left';
      const namedBy = danglingTo(pipeline, run.findings, of);
      return { explanation: null, school, ...of, where: 'The last run', near, kinds: [], namedBy, left };
    }
    const links =
      kind.type === 'record' && typeof id === 'string' ? await storedLinks(db, pipeline, school, kind, id) : [];
    const joined = links.map(({ link, end, ids }) => ({
      link: link.name,
      to: link.ends[end === 0 ? 1 : 0].to,
      ids,
    }));
    const explanation: Explanation = {
      school,
      from: 'last run',
      ...of,
      through: why.length === 0,
      why,
      fixes: [],
      searchedAll: false,
      joined: why.length === 0 ? joined : [],
      noted: notedOf(run.findings, of),
    };
    return { explanation };
  } finally {
    await db.close();
  }
}

/** `--name TEXT`: one match is explained, of more the ids are given. */
async function explainByName(
  kind: RecordKind | LinkKind,
  inputs: readonly string[],
  options: ExplainOptions,
  prepared: Prepared,
  world: World,
): Promise<number> {
  const { pipeline } = prepared.configuration;
  if (kind.type === 'link' || kind.nameFields.length === 0)
    throw new WrongCallError(`The pipeline gives ${kind.name} no name to look for.`);
  if (inputs.length === 0)
    throw new WrongCallError(
      '--name looks for a name in an extract, and names are never logged: give the extract too.',
    );
  const explainer = await explainerOf(inputs, options, prepared, world);
  if (explainer === null) return exit.failed;
  const nodes = explainer.findByName(kind, options.name ?? '');
  const ids = nodes.map(({ index }) => explainer.ids(kind.name)[index]);
  if (nodes.length === 1) {
    const explanation = await explainer.explain(nodes[0], options.values === true);
    return show({ explanation }, options, pipeline, world);
  }
  if (nodes.length === 0) world.stderr.write(`The extract has no ${kind.one} of that name.\n`);
  if (options.json === true)
    world.stdout.write(`${JSON.stringify({ school: explainer.decision.school, kind: kind.name, ids })}\n`);
  else if (nodes.length > 0) {
    const lines = nodes.map((node) => {
      const id = explainer.ids(kind.name)[node.index];
      const through = explainer.comesThrough(node) ? 'comes through' : 'does not come through';
      return `  ${nameOf(pipeline, { kind: kind.name, id })}  ${through}`;
    });
    world.stdout.write(`${String(nodes.length)} have that name:\n${lines.join('\n')}\n`);
  }
  return nodes.length === 0 ? exit.failed : exit.done;
}

function show(answer: Answer | null, options: ExplainOptions, pipeline: Pipeline, world: World): number {
  if (answer === null) return exit.failed;
  if (answer.explanation !== null) {
    world.stdout.write(
      options.json === true
        ? `${JSON.stringify(explanationAsJson(answer.explanation))}\n`
        : `${explanationAsText(pipeline, answer.explanation)}\n`,
    );
    return exit.done;
  }
  world.stderr.write(`${notFoundInWords(pipeline, answer)}\n`);
  if (options.json === true) {
    const { school, kind, id, near } = answer;
    world.stdout.write(
      `${JSON.stringify({ school, kind, id, found: false, through: false, why: [], fixes: [], near })}\n`,
    );
  }
  return exit.failed;
}

function notFoundInWords(pipeline: Pipeline, { kind, id, where, near, kinds, namedBy, left }: NotFound): string {
  const words = [`${where} has no ${nameOf(pipeline, { kind, id })}.`];
  if (left) words.push('It came through once, and has left since.');
  if (near.length > 0) words.push(`Did you mean ${near.map(printable).join(', ')}?`);
  for (const other of kinds) words.push(`There is a ${nameOf(pipeline, { kind: other.name, id })}.`);
  if (namedBy.length > 0) {
    const shown = namedBy.slice(0, 3).map((link) => nameOf(pipeline, link));
    const more = namedBy.length > 3 ? ` and ${String(namedBy.length - 3)} more` : '';
    words.push(`It is named by ${shown.join(', ')}${more}: correct the reference, or add the record, in the MIS.`);
  }
  return words.join(' ');
}
