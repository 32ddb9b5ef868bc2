import { counted } from '../pipeline/text/counted.js';
import { inert } from '../report/writers/inert.js';
import { printable } from '../words/words.js';
import type { NoticeBody } from './notice.js';

/** A notice as a person reads it. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
}

/** So many of a sort are named. */
const mostNamed = 50;

const sorts = [
  { status: 'held', title: 'Held: nothing of these was changed until a person has looked at them' },
  { status: 'failed', title: 'Failed: these keep what they had' },
] as const;

export function mailText(body: NoticeBody): MailText {
  const { night, run, pipeline, schools, unseen, counts } = body;
  const parts = sorts.map(({ status, title }) => {
    const those = schools.filter((school) => school.status === status);
    return part(
      title,
      counts[status] ?? 0,
      those.map(({ reason, ...school }) => `${who(school)}: ${printable(reason ?? status)}`),
    );
  });
  parts.push(
    part(
      'Not seen: an earlier night met these, and this one did not',
      counts.unseen ?? 0,
      unseen.map(({ lastMet, ...school }) => `${who(school)}: last met ${lastMet ?? 'is not noted'}`),
    ),
  );
  const others = `Loaded: ${String(counts.loaded ?? 0)}. Unchanged: ${String(counts.unchanged ?? 0)}.`;
  const head = `${printable(pipeline)}, the night of ${night} (run ${run})`;
  return {
    subject: inert(subjectOf(body)).replaceAll('\n', ' '),
    text: inert(`${[head, ...parts.filter((one) => one !== ''), others].join('\n\n')}\n`),
  };
}

function part(title: string, count: number, lines: readonly string[]): string {
  if (count === 0) return '';
  const more = count - Math.min(lines.length, mostNamed);
  return [
    `${title}.`,
    ...lines.slice(0, mostNamed).map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${counted(more, 'school', 'schools')} more`] : []),
  ].join('\n');
}

function who({ school, name }: { readonly school: string | null; readonly name: string | null }): string {
  return [school === null ? 'a school that its document does not name' : printable(school), printable(name ?? '')]
    .filter((word) => word !== '')
    .join(' ');
}

function subjectOf({ night, counts }: NoticeBody): string {
  const words = [
    [counts.held ?? 0, 'held'],
    [counts.failed ?? 0, 'failed'],
    [counts.unseen ?? 0, 'not seen'],
  ].flatMap(([count, word]) => (count === 0 ? [] : [`${String(count)} ${String(word)}`]));
  return `pullthrough, night of ${night}: ${words.length === 0 ? 'all is well' : `schools ${words.join(', ')}`}`;
}
