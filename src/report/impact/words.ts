import { counted } from '../../pipeline/text/counted.js';
import { lineOfFile } from '../../pipeline/text/place-text.js';
import type { Impact, Movement } from './impact.js';
import type { ReportedId } from '../../words/mention.js';
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
export function warnedInWords({ pipeline }: Pick<Impact, 'pipeline'>, { kind, appear, go }: WarningChange): string {
  const about = kind === null ? '' : ` about ${label(pipeline, kind, 2)}`;
  const said = (count: number, verb: string) =>
    count === 0 ? [] : [`${counted(count, 'warning')}${about} would ${verb}`];
  return [...said(appear, 'appear'), ...said(go, 'go')].join(', ');
}

/** Null if every changed school was among the inputs. */
export function withoutExtractInWords({ withoutExtract }: Impact, most: number): string | null {
  const count = withoutExtract.length;
  if (count === 0) return null;
  const more = count > most ? `, … ${String(count - most)} more` : '';
  const who = counted(count, 'school has a changed file of its own', 'schools have changed files of their own');
  return `${who} and no extract among the inputs: ${withoutExtract.slice(0, most).join(', ')}${more}. Nothing is known of what would change there.`;
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
