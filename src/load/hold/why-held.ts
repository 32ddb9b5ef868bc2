import { capital } from '../../pipeline/text/text.js';
import { joined, noun } from '../../pipeline/text/counted.js';
import type { Decision } from '../../decide/decision.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { labelOf } from '../../pipeline/text/label-of.js';
import { asLastArgument } from '../../pipeline/text/for-shell.js';
import { causeOf, goingOf, kindIn, type HoldCause } from './hold-cause.js';
import type { Hold, HoldReason, LetGo } from './weigh.js';
import type { TablePlan } from '../compare/table-plan.js';
import type { Links } from './went-links.js';

/** What is known beside the plan, to say what the likely cause is. */
export interface WhyHeldContext {
  readonly pipeline: Pipeline;
  readonly decision: Decision;
  readonly tables: readonly TablePlan[];
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
  const { rulesChanged, writesRest } = context;
  const of = <T extends HoldReason['type']>(type: T) =>
    hold.reasons.filter((reason): reason is Extract<HoldReason, { type: T }> => reason.type === type);
  const cause = causeOf(hold, context);
  if (cause.type === 'first') return nothingThrough(cause).join(' ');
  const [empty, emptied, lost] = [of('section'), of('emptied'), of('lost')];
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
    causeInWords(cause, hold, context),
    ...(rulesChanged ? ['The rules are not those of the last load.'] : []),
    writesRest ? besideInWords([...of('changes'), ...of('lost')], context) : changedInWords(context),
  ].join(' ');
}

/** On a first load that brings nothing through: which kinds, and which rules keep most out. */
function nothingThrough({ read, by }: Extract<HoldCause, { type: 'first' }>): string[] {
  const most = by.map(({ rule, count }) => `${String(count)} by ${rule}`).join(', ');
  return [
    `Nothing comes through of ${joined(read.map(({ kind, count }) => `${String(count)} ${kind}`))}.`,
    ...(most === '' ? [] : [`Kept out, and not because others are: ${most}.`]),
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
  return [`${capital(all)} ${predicate}.`];
}

function shareInWords(reason: Extract<HoldReason, { readonly share: number }>): string {
  const { count, gone, of, share } = reason;
  const found = of === 0 ? '' : `${percent((count / of) * 100)}, `;
  return `${String(count)} of ${String(of)} ${kindOf(reason)} (${found}at most ${percent(share)} may${gone === 0 ? '' : `; ${String(gone)} of these are gone already`})`;
}

function percent(share: number): string {
  return `${String(Math.round(share * 10) / 10)} %`;
}

/** As a question to the person who knows. */
function causeInWords(cause: HoldCause, { reasons }: Hold, { erasuresLost }: WhyHeldContext): string {
  switch (cause.type) {
    case 'file':
      return 'Was it deleted or renamed by mistake? Then put it back.';
    case 'section':
      return `Does the MIS still grant ${cause.granted.join(', ')} to the export?`;
    case 'new-ids': {
      const count = String(cause.kinds.reduce((sum, one) => sum + one.count, 0));
      const many = `${count} gone and ${count} new with the same names: has the MIS given new ids?`;
      return [many, ...noLongerHeld(goingOf(reasons), erasuresLost)].join(' ');
    }
    case 'lost':
      return `Was ${cause.fields.map(({ source }) => source).join(', ')} unticked at the source?`;
    case 'rule':
      return `${String(cause.count)} of these ${noun(cause.count, 'is', 'are')} in the extract, and kept out by ${cause.rule}.`;
    case 'missing': {
      const [lacked, others] = [cause.kinds, cause.with];
      const count = (of: typeof lacked): number => of.reduce((sum, one) => sum + one.count, 0);
      const named = (of: typeof lacked): string => joined(of.map(({ kind, count: many }) => `${String(many)} ${kind}`));
      const too = others.length === 0 ? '' : `, and ${named(others)} ${noun(count(others), 'goes', 'go')} with them`;
      return `${named(lacked)} ${noun(count(lacked), 'is', 'are')} no longer in the extract${too}: is it complete?`;
    }
    default:
      return 'Is the extract complete, and are the rules right?';
  }
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
