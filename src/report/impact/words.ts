import { counted, joined } from '../../pipeline/text/counted.js';
import { lineOfFile } from '../../pipeline/text/place-text.js';
import type { RuleTurn } from './days-to-decide.js';
import type { ChangedValues, HeldLoad, Impact, ImpactOverDays, Movement } from './impact.js';
import type { ReportedId } from '../../words/mention.js';
import type { Value } from '../../table/value.js';
import type { RuleChange } from './rule-changes.js';
import type { WarningChange } from './warning-changes.js';
import { countOfKind, label } from '../../words/words.js';

const verbs: Readonly<Record<Movement, string>> = { appear: 'would appear', go: 'would go', change: 'would change' };

/** `41 parents would go` */
export function movedInWords(
  { pipeline }: Pick<Impact, 'pipeline'>,
  kind: string,
  movement: Movement,
  count: number,
): string {
  return `${countOfKind(pipeline, kind, count)} ${verbs[movement]}`;
}

/** `77 more warnings about parents`, `3 fewer`; each with how many. */
export function warnedInWords(
  { pipeline }: Pick<Impact, 'pipeline'>,
  { kind, appear, go }: Pick<WarningChange, 'kind' | 'appear' | 'go'>,
): string {
  const about = kind === null ? '' : ` about ${label(pipeline, kind, 2)}`;
  const said = (count: number, verb: string) =>
    count === 0 ? [] : [`${counted(count, 'warning')}${about} would ${verb}`];
  return [...said(appear, 'appear'), ...said(go, 'go')].join(', ');
}

/** What nobody knows, because no extract was given or no database could be asked; a sentence or two each. */
export function unknownInWords(impact: Impact, most: number): string[] {
  return [...withoutExtractInWords(impact, most), ...notDecidedInWords(impact), ...notAskedInWords(impact)];
}

function notDecidedInWords({ schools, readOnOneDay }: Impact): string[] {
  const open = schools.filter(({ undecided }) => undecided.length > 0);
  const [day] = open.flatMap(({ undecided }) => undecided);
  const { length } = readOnOneDay;
  const of = `${length === 1 ? 'The look-up' : 'The look-ups'} of ${joined(readOnOneDay)}`;
  return [
    ...(day === undefined
      ? []
      : [
          `Later days of ${counted(open.length, 'school')} were not decided, so nothing is known of them: --days 400 decides them all, --date ${day} the first one.`,
        ]),
    ...(length === 0
      ? []
      : [
          `${of} ${length === 1 ? 'compares' : 'compare'} with the day, and an input can be read only once: nothing is known of what later days change there. Give a file.`,
        ]),
  ];
}

function withoutExtractInWords({ withoutExtract, isForAll }: Impact, most: number): string[] {
  const count = withoutExtract.length;
  const more = count > most ? `, … ${String(count - most)} more` : '';
  const who = counted(count, 'school has a changed file of its own', 'schools have changed files of their own');
  const named = `${who} and no extract among the inputs: ${withoutExtract.slice(0, most).join(', ')}${more}. Nothing is known of what would change there.`;
  const others =
    'What all schools share changes too, so nothing is known of a school that has no extract among the inputs.';
  return [...(count === 0 ? [] : [named]), ...(isForAll ? [others] : [])];
}

/** Only if there is something to ask about: a school that stays as it is would not be held for this change. */
function notAskedInWords({ schools, database: { notAsked } }: Impact): string[] {
  if (notAsked === null || schools.length === 0) return [];
  return [`Whether a load would be held was not asked. ${notAsked}`];
}

/** Why a load would be held, and whether that is this change's doing. */
export function heldInWords({ reason, isHeldBefore }: HeldLoad): string {
  const whose = isHeldBefore ? 'The load would be held with both versions' : 'The load would be held';
  return `${whose}: ${reason}`;
}

const turnWords: Readonly<Partial<Record<RuleTurn['turn'], string>>> = {
  moves: 'asks for the age on a later day',
  judges: 'judges some otherwise',
  finds: 'finds other entries for some',
};

/** The days on which changed rules begin or end: `no-clubs begins`; empty if there are none on this day. */
export function turnsInWords({ turns }: Pick<ImpactOverDays, 'turns'>, day: string): string {
  return turns
    .filter((one) => one.day === day)
    .map(({ rule, turn }) => `${rule} ${turnWords[turn] ?? turn}`)
    .join(', ');
}

type Over = Pick<ImpactOverDays, 'turns' | 'later' | 'undecided'>;

/** Days on which changed rules begin or end, and nothing differs from the day before. */
export function daysWithout(over: Over): string[] {
  return daysAlike(over).filter((day) => !isOnlyByValues(over, day));
}

function daysAlike({ turns, later, undecided }: Over): string[] {
  const days = new Set(turns.map(({ day }) => day));
  return [...days].filter((day) => !later.some((one) => one.day === day) && !undecided.includes(day));
}

function isOnlyByValues({ turns }: Over, day: string): boolean {
  return turns.every((one) => one.day !== day || one.turn === 'judges' || one.turn === 'finds');
}

/** More days than this are only counted; --json has them all. */
const mostDays = 3;

/** What is said of many days at once; a sentence each. */
export function daysInWords(over: Over): string[] {
  const alike = daysAlike(over).filter((day) => isOnlyByValues(over, day));
  const rules = new Set(over.turns.filter(({ day }) => alike.includes(day)).map(({ rule }) => rule));
  const by = joined([...rules]);
  const nothing = `From ${theseDays(alike)} (${by} ${rules.size === 1 ? 'compares' : 'compare'} otherwise): as on the day before.`;
  const { undecided } = over;
  const open = `Not decided: ${theseDays(undecided)}, when days of the extract are reached.`;
  return [...(alike.length === 0 ? [] : [nothing]), ...(undecided.length === 0 ? [] : [open])];
}

function theseDays(days: readonly string[]): string {
  if (days.length <= mostDays) return joined(days);
  return `${String(days.length)} days between ${days[0] ?? ''} and ${days.at(-1) ?? ''}`;
}

/** `email: "a@example.org" → null` for each field. */
export function valuesInWords({ fields }: ChangedValues): string[] {
  const shown = (value: Value) => JSON.stringify(value);
  return fields.map(({ name, before, after }) => `${name}: ${shown(before)} → ${shown(after)}`);
}

/** `3 schools, 2 unchanged, 1 failed` */
export function schoolsInWords({ schools, unchanged, failed }: Impact): string {
  const all = schools.length + unchanged + failed.length;
  const parts = [counted(all, 'school'), `${String(unchanged)} unchanged`];
  return [...parts, ...(failed.length > 0 ? [`${String(failed.length)} failed`] : [])].join(', ');
}

/** What is responsible, and where it is written, as two texts. */
export function responsibleInWords({ rule, how, place }: RuleChange): { what: string; where: string } {
  const what = how === '' ? rule : how.startsWith('option ') ? `${rule}: ${how}` : `${rule} ${how}`;
  return {
    what,
    where: place === null ? '' : lineOfFile(place),
  };
}

/** A link by both its ends' ids. */
export function shownId(id: NonNullable<ReportedId>): string {
  return typeof id === 'string' ? id : id.join('–');
}
