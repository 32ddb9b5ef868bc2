import { joined, noun } from '../../pipeline/text/counted.js';
import type { Decision } from '../../decide/decision.js';
import { kindsOf, recordKind, type LinkKind, type Pipeline, type RecordKind } from '../../pipeline/pipeline.js';
import { labelOf } from '../../pipeline/text/label-of.js';
import { asLastArgument } from '../../pipeline/text/for-shell.js';
import { foldCase } from '../../pipeline/text/text.js';
import { recordId } from '../compare/differences.js';
import type { Hold, HoldReason, LetGo } from './weigh.js';
import type { TablePlan } from '../compare/table-plan.js';
import type { TableRow } from '../tables/tables.js';
import type { Links } from './went-links.js';

/** What is known beside the plan, to say what the likely cause is. */
export interface WhyHeldContext {
  readonly pipeline: Pipeline;
  readonly decision: Decision;
  /** Whether the rules differ from those at the last load. */
  readonly rulesChanged: boolean;
  /** Whether what is not held is written anyway. */
  readonly writesRest: boolean;
  readonly letGo: LetGo;
  /** Whether nothing is to be written. */
  readonly onlyPlanned: boolean;
  /** By kind, how many erased people the last load met and this extract no longer has. */
  readonly erasuresLost: ReadonlyMap<string, number>;
}

/** The last words about a load of which nothing is written. */
export const nothingChanged = 'Nothing was changed.';

/** Why a school is held, in numbers, with the likely cause. Names no person, and no command: readers need others. */
export function whyHeld(hold: Hold, context: WhyHeldContext): string {
  const { decision, rulesChanged, writesRest } = context;
  const of = <T extends HoldReason['type']>(type: T) =>
    hold.reasons.filter((reason): reason is Extract<HoldReason, { type: T }> => reason.type === type);
  const [first, empty, emptied, lost] = [of('first'), of('section'), of('emptied'), of('lost')];
  if (first.length > 0) return nothingThrough(first, decision).join(' ');
  return [
    ...(hold.isFileLost === true
      ? ['The school had a file of its own in rules/schools at its last load, and no longer has one.']
      : []),
    ...empty.map(
      (one) => `The section of ${kindOf(one)} came empty, and held ${String(one.count)} when it was last loaded.`,
    ),
    ...sentence(
      emptied.map((one) =>
        one.count === 1 ? `the only row of ${kindOf(one)}` : `all ${String(one.count)} ${kindOf(one)}`,
      ),
      'would go and none be left',
    ),
    ...sentence(of('removals').map(shareInWords), 'would go'),
    ...sentence(of('changes').map(shareInWords), 'would change'),
    ...lost.map((one) => `No ${kindOf(one)} have ${one.column} any longer, and ${String(one.count)} had.`),
    likelyCause(hold, context),
    ...(rulesChanged ? ['The rules are not those of the last load.'] : []),
    writesRest ? besideInWords([...of('changes'), ...of('lost')], context) : changedInWords(context),
  ].join(' ');
}

/** On a first load that brings nothing through: which kinds, and which rules keep most out. */
function nothingThrough(first: readonly HoldReason[], { findings }: Decision): string[] {
  const counts = new Map<string, number>();
  for (const { severity, causeKind, rule } of findings)
    if ((severity === 'excluded' && causeKind === null) || severity === 'rejected')
      counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, 3);
  const by = most.map(([rule, count]) => `${String(count)} by ${rule}`).join(', ');
  return [
    `Nothing comes through of ${joined(first.map((one) => `${String(one.count)} ${kindOf(one)}`))}.`,
    ...(by === '' ? [] : [`Kept out, and not because others are: ${by}.`]),
    'Are the mapping and the rules right for this school? Nothing was loaded.',
  ];
}

/** A reason as an earlier version kept it, without the command that it ended with. */
export function withoutCommand(reason: string, school: string): string {
  const end = ` If it is right: pullthrough release ${asLastArgument(school)}`;
  return reason.endsWith(end) ? reason.slice(0, -end.length) : reason;
}

function changedInWords({ letGo: { going, back }, pipeline, onlyPlanned }: WhyHeldContext): string {
  const [went, came, was] = onlyPlanned ? ['would go', 'would come back', 'would be'] : ['went', 'came back', 'was'];
  const words = [
    ...linksInWords(going, pipeline, (links) => `${links} ${went} anyway`),
    ...linksInWords(back, pipeline, (links) => `${links} ${came}`),
  ];
  return words.length === 0 ? nothingChanged : `${words.join(', and ')}; nothing else ${was} changed.`;
}

/** @returns none if there are no links */
function linksInWords(links: Links, pipeline: Pipeline, say: (words: string) => string): string[] {
  const kinds = Array.from(links, ([kind, { size }]) => `${String(size)} ${labelOf(kindIn(pipeline, kind), size)}`);
  return kinds.length === 0 ? [] : [say(joined(kinds))];
}

/** @param kept whose changes are held as well */
function besideInWords(
  kept: readonly HoldReason[],
  { letGo: { going }, pipeline, onlyPlanned }: WhyHeldContext,
): string {
  const kinds = [...new Set(kept.map(kindOf))];
  const but = kinds.length === 0 ? '' : ` (but what changes in ${kinds.join(', ')})`;
  const links = linksInWords(going, pipeline, (words) => `, but for ${words}`).join('');
  const [is, stays] = onlyPlanned ? ['would be', 'would stay'] : ['is', 'stays'];
  return `What is added and changed ${is} written anyway${but}; what would go ${stays}${links}.`;
}

function kindOf({ plan }: HoldReason): string {
  return plan.table.kind;
}

function sentence(subjects: readonly string[], predicate: string): string[] {
  if (subjects.length === 0) return [];
  const all = joined(subjects);
  return [`${all.charAt(0).toUpperCase()}${all.slice(1)} ${predicate}.`];
}

function shareInWords(reason: Extract<HoldReason, { readonly share: number }>): string {
  const { count, gone, of, share } = reason;
  const found = of === 0 ? '' : `${percent((count / of) * 100)}, `;
  return `${String(count)} of ${String(of)} ${kindOf(reason)} (${found}at most ${percent(share)} may${gone === 0 ? '' : `; ${String(gone)} of these are gone already`})`;
}

function percent(share: number): string {
  return `${String(Math.round(share * 10) / 10)} %`;
}

/** One cause, the one that explains most: a question to the person who knows. */
function likelyCause(
  { reasons, isFileLost = false }: Hold,
  { pipeline, decision, erasuresLost }: WhyHeldContext,
): string {
  if (isFileLost) return 'Was it deleted or renamed by mistake? Then put it back.';
  const empty = reasons.filter(({ type }) => type === 'section');
  if (empty.length > 0) return `Does the MIS still grant ${grantedWith(empty, pipeline).join(', ')} to the export?`;
  const going = reasons.filter(({ type }) => type === 'removals' || type === 'emptied').map(({ plan }) => plan);
  const renamed = going.reduce((sum, plan) => sum + sameNames(plan, pipeline), 0);
  if (renamed > 0) {
    const many = `${String(renamed)} gone and ${String(renamed)} new with the same names: has the MIS given new ids?`;
    return [many, ...noLongerHeld(going, erasuresLost)].join(' ');
  }
  const lost = reasons.filter((reason) => reason.type === 'lost');
  if (lost.length > 0) return `Was ${lost.map((one) => sourceOf(one, pipeline)).join(', ')} unticked at the source?`;
  const most = keptOutBy(going, decision);
  if (most !== null)
    return `${String(most.count)} of these ${noun(most.count, 'is', 'are')} in the extract, and kept out by ${most.rule}.`;
  return 'Is the extract complete, and are the rules right?';
}

/** An erasure knows a person by the id that they had. */
function noLongerHeld(going: readonly TablePlan[], lost: ReadonlyMap<string, number>): string[] {
  const kinds = [...new Set(going.map(({ table }) => table.kind))];
  const count = kinds.reduce((sum, kind) => sum + (lost.get(kind) ?? 0), 0);
  if (count === 0) return [];
  const which = count === 1 ? 'One erasure' : `${String(count)} erasures`;
  return [
    `${which} would no longer apply: have them removed from the extract, or erase them again under their new ids.`,
  ];
}

/** What a permission is given for: a section of its own or, only if none of them has one, that of its records. */
function grantedWith(empty: readonly HoldReason[], pipeline: Pipeline): string[] {
  const kinds = empty.map((reason) => kindIn(pipeline, kindOf(reason)));
  const own = kinds.filter((kind) => kind.type === 'record' || kind.within === null);
  if (own.length > 0) return own.map(({ name }) => name);
  return [...new Set(kinds.map((kind) => (kind.type === 'link' ? (kind.within ?? kind.name) : kind.name)))];
}

/** The field as the extract calls it. */
function sourceOf({ plan, column }: Extract<HoldReason, { type: 'lost' }>, pipeline: Pipeline): string {
  const field = kindIn(pipeline, plan.table.kind).fields.find((one) => one.column === column);
  return field?.from ?? column;
}

function kindIn(pipeline: Pipeline, name: string): RecordKind | LinkKind {
  const kind = kindsOf(pipeline).find((one) => one.name === name);
  if (kind === undefined) throw new Error(`the pipeline has no kind ${name}`);
  return kind;
}

/** How many of the records that go have the same name as a new one. */
function sameNames({ table, changes }: TablePlan, pipeline: Pipeline): number {
  if (!table.keepsLeft) return 0;
  const { nameFields, fields } = recordKind(pipeline, table.kind);
  const columns = nameFields.map((name) => fields.find((field) => field.name === name)?.column);
  const indexes = columns.map((column) => table.kept.findIndex(({ name }) => name === column));
  if (indexes.length === 0 || indexes.includes(-1)) return 0;
  const nameOf = ({ values }: TableRow): string =>
    JSON.stringify(indexes.map((index) => foldCase(String(values[index] ?? ''))));
  const added = new Map<string, number>();
  for (const { row } of changes.of('added')) added.set(nameOf(row), (added.get(nameOf(row)) ?? 0) + 1);
  let same = 0;
  for (const { row } of changes.of('removed')) {
    const left = added.get(nameOf(row)) ?? 0;
    if (left === 0) continue;
    added.set(nameOf(row), left - 1);
    same++;
  }
  return same;
}

/**
 * The rule that keeps out most of those that would go although the extract has them, and not because others are out;
 * null if it is not one of the YAML's: then the extract names what it does not hold.
 */
function keptOutBy(plans: readonly TablePlan[], { findings }: Decision): { rule: string; count: number } | null {
  const going = new Set(
    plans.flatMap(({ table, changes }) =>
      Array.from(changes.of('removed'), ({ row }) => JSON.stringify([table.kind, recordId(row)])),
    ),
  );
  const counts = new Map<string, { rule: string; count: number; isBuiltIn: boolean }>();
  for (const { severity, kind, recordId: id, rule, causeKind, place } of findings) {
    if (severity !== 'excluded' || causeKind !== null || !going.has(JSON.stringify([kind, id]))) continue;
    const count = (counts.get(rule)?.count ?? 0) + 1;
    counts.set(rule, { rule, count, isBuiltIn: place === null });
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  return most === undefined || most.isBuiltIn ? null : most;
}
