import { existsSync } from 'node:fs';
import type { Node } from '../../decide/given.js';
import type { Account } from '../../explain/account/account.js';
import type { Explainer } from '../../explain/explain.js';
import type { Id } from '../../explain/explanation.js';
import { recordKind, type LinkKind, type Pipeline, type RecordKind } from '../../pipeline/pipeline.js';
import { forShell } from '../../pipeline/text/for-shell.js';
import { labelOf } from '../../pipeline/text/label-of.js';
import { capital, normalise, repair } from '../../pipeline/text/text.js';
import type { WhyAnswer, NotFound } from '../../report/explain/answer.js';
import { accountAsJson } from '../../report/explain/account-json.js';
import { askedLines, valueLines } from '../../report/explain/account-text.js';
import type { EndToCorrect } from '../../report/explain/ends.js';
import { explanationAsJson } from '../../report/explain/json.js';
import { explanationAsText } from '../../report/explain/text.js';
import { outsideInWords } from '../../report/explain/outside-views.js';
import { nameOf, printable, schoolsInWords } from '../../words/words.js';
import { chooseAnyKind } from '../choose.js';
import { prepare, type CommonOptions, type Prepared } from '../common-options.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';
import { inertJson } from '../../report/writers/inert.js';

export interface ExplainOptions extends CommonOptions {
  readonly values?: boolean;
  readonly rules?: boolean;
  readonly name?: string;
}

/** `pullthrough explain`: why a record comes through or not, down to the cause to correct. */
export async function explain(
  word: string,
  args: readonly string[],
  options: ExplainOptions,
  world: CommandWorld,
): Promise<number> {
  const prepared = prepare(options, world);
  const { pipeline } = prepared.configuration;
  const kind = chooseAnyKind(pipeline, word);
  if (options.name !== undefined) return explainByName(kind, args, options, prepared, world);
  const { id, inputs } = takeIds(pipeline, kind, args);
  if (inputs.length === 0) {
    if (options.values === true)
      throw new WrongCallError('--values shows values of an extract, which are never stored: give the extract too.');
    if (options.rules === true)
      throw new WrongCallError('--rules asks every rule again, which needs the extract: give the extract too.');
    const { explainFromLastRun } = await import('../explain-last-run.js');
    const found = await explainFromLastRun(kind, id, options, prepared, world);
    if (found === null) return exit.failed;
    return show(found.answer, null, { kind, options, pipeline, doubted: found.doubted }, world);
  }
  const [{ explainerOf }, { answerFromExtract }] = await Promise.all([
    import('../explain-extract.js'),
    import('../../report/explain/answer-extract.js'),
  ]);
  const explainer = await explainerOf(inputs, options, prepared, world);
  if (explainer === null) return exit.failed;
  const answer = await answerFromExtract(explainer, kind, id, options.values === true);
  const asked = { kind, options, pipeline };
  if (answer.explanation !== null)
    return show(answer, await accountIn(explainer, explainer.find(kind.name, id), options), asked, world);
  const { schoolsWith } = await import('../other-schools.js');
  const elsewhere = await schoolsWith(inputs, kind, id, pipeline, options, world);
  return show({ ...answer, elsewhere }, null, asked, world);
}

/** Only if somebody asks: it is worked out by deciding the school again up to the first judgement. */
async function accountIn(explainer: Explainer, node: Node | null, options: ExplainOptions): Promise<Account | null> {
  const isAsked = options.json === true || options.rules === true || options.values === true;
  return node !== null && isAsked ? explainer.account(node) : null;
}

/** A record has one id, a link the ids of both its ends; inputs follow. */
function takeIds(
  pipeline: Pipeline,
  kind: RecordKind | LinkKind,
  args: readonly string[],
): { id: Id; inputs: readonly string[] } {
  const ids = args.slice(0, kind.type === 'record' ? 1 : 2).map((id) => normalise(repair(id)));
  const [first, second] = ids;
  if (first === undefined) throw new WrongCallError(`Which ${labelOf(kind, 1)}? Give its id, or --name TEXT.`);
  if (kind.type === 'record') {
    if (args.length === 1 && existsSync(args[0] ?? ''))
      throw new WrongCallError(
        `Which ${labelOf(kind, 1)}? ${printable(first)} is a file: give the id before it, or --name TEXT.`,
      );
    needsAllParts(kind, first);
    return { id: first, inputs: args.slice(1) };
  }
  if (second === undefined || (args.length === 2 && existsSync(args[1] ?? ''))) {
    const ends = kind.ends.map((end) => end.name.toUpperCase()).join(' ');
    throw new WrongCallError(`A link is named by both its ids: explain ${kind.one} ${ends}.`);
  }
  for (const [at, id] of [first, second].entries()) needsAllParts(recordKind(pipeline, kind.ends[at]?.to ?? ''), id);
  return { id: [first, second], inputs: args.slice(2) };
}

/** Given one after the other, the parts of an id would be taken for inputs. */
function needsAllParts(kind: RecordKind, id: string): void {
  const all = kind.views.map(({ idParts }) => idParts ?? []);
  const [parts = []] = all.toSorted((a, b) => a.length - b.length);
  const given = id.replaceAll(/\\./g, '').split('|').length;
  if (parts.length < 2 || given >= parts.length) return;
  const written = parts.map((part) => ('path' in part ? part.path : part.constant)).join('|');
  throw new WrongCallError(
    `The id of ${labelOf(kind, 2)} is made of ${String(parts.length)} parts, and given as one text in quotes: ${forShell(written)}.`,
  );
}

/** `--name TEXT`: explains a single match; if there are several, lists their ids. */
async function explainByName(
  kind: RecordKind | LinkKind,
  inputs: readonly string[],
  options: ExplainOptions,
  prepared: Prepared,
  world: CommandWorld,
): Promise<number> {
  const { pipeline } = prepared.configuration;
  if (kind.type === 'link' || kind.nameFields.length === 0)
    throw new WrongCallError(`The pipeline says of no field that it is a name of ${kind.name}.`);
  if (normalise(options.name ?? '') === '') throw new WrongCallError('--name is blank: which name?');
  if (inputs.length === 0)
    throw new WrongCallError(
      '--name looks for a name in an extract, because names are stored nowhere else: give the extract too.',
    );
  const { explainerOf } = await import('../explain-extract.js');
  const explainer = await explainerOf(inputs, options, prepared, world);
  if (explainer === null) return exit.failed;
  const nodes = explainer.findByName(kind, options.name ?? '');
  const ids = nodes.map(({ index }) => explainer.ids(kind.name)[index]);
  if (nodes.length === 1) {
    const explanation = await explainer.explain(nodes[0], options.values === true);
    const account = await accountIn(explainer, nodes[0], options);
    return show({ explanation }, account, { kind, options, pipeline }, world);
  }
  if (nodes.length === 0) world.stderr.write(`The extract has no ${labelOf(kind, 1)} of that name.\n`);
  if (options.json === true)
    world.stdout.write(`${inertJson({ school: explainer.decision.school, kind: kind.name, ids })}\n`);
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

interface Asked {
  readonly kind: RecordKind | LinkKind;
  readonly options: ExplainOptions;
  readonly pipeline: Pipeline;
  /** Of the last run: what may be why the school's choice keeps it out, and can be corrected. */
  readonly doubted?: readonly EndToCorrect[];
}

function show(
  answer: WhyAnswer,
  account: Account | null,
  { kind: asked, options, pipeline, doubted }: Asked,
  world: CommandWorld,
): number {
  const withValues = options.values === true;
  if (answer.explanation !== null) {
    if (options.json === true) {
      const json = account === null ? null : accountAsJson(account, pipeline, asked, withValues);
      world.stdout.write(`${inertJson(explanationAsJson(answer.explanation, json))}\n`);
      return exit.done;
    }
    const more =
      account === null
        ? []
        : [
            ...(options.rules === true ? ['', ...askedLines(account, pipeline, asked, withValues)] : []),
            ...(withValues ? valueLines(account, pipeline, asked) : []),
          ];
    const text = explanationAsText(pipeline, answer.explanation, doubted);
    world.stdout.write(`${more.length === 0 ? text : [text.trimEnd(), ...more].join('\n')}\n`);
    return exit.done;
  }
  world.stderr.write(`${notFoundInWords(pipeline, answer)}\n`);
  if (options.json === true) {
    const { school, kind, id, near } = answer;
    world.stdout.write(`${inertJson({ school, kind, id, found: false, through: false, why: [], fixes: [], near })}\n`);
  }
  return exit.failed;
}

function notFoundInWords(pipeline: Pipeline, answer: NotFound): string {
  const { kind, id, where, near, kinds, namedBy, left, outside = [], elsewhere = [] } = answer;
  const words = outside.map((one) => outsideInWords(one, capital(nameOf(pipeline, one))));
  if (words.length === 0) words.push(`${where} has no ${nameOf(pipeline, { kind, id })}.`);
  if (left) words.push('It came through once, and has left since.');
  if (elsewhere.length > 0) {
    words.push(`It belongs to ${schoolsInWords(elsewhere)}: explain it with --school ${forShell(elsewhere[0])}.`);
  }
  if (near.length > 0 && outside.length === 0 && elsewhere.length === 0)
    words.push(`Did you mean ${near.map(printable).join(', ')}?`);
  for (const other of kinds) words.push(`There is a ${nameOf(pipeline, { kind: other.name, id })}.`);
  if (namedBy.length > 0) {
    const shown = namedBy.slice(0, 3).map((link) => nameOf(pipeline, link));
    const more = namedBy.length > 3 ? ` and ${String(namedBy.length - 3)} more` : '';
    words.push(`It is named by ${shown.join(', ')}${more}: correct the reference, or add the record, in the MIS.`);
  }
  return words.join(' ');
}
