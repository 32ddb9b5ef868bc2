import { recordIdOf, type Id } from '../../explain/explanation.js';
import type { Happening, History } from '../../load/history.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { capital } from '../../pipeline/text/text.js';
import { kindNamed, label, nameOf, printable } from '../../words/words.js';

/** What happened to a record or link, for a terminal: a line for each event, oldest first. */
export function historyAsText(pipeline: Pipeline, history: History, withValues: boolean): string {
  const { school, events, wasThereBefore } = history;
  const name = nameOf(pipeline, history);
  const lines = [`${capital(name)} ${standing(history)} (school ${printable(school)}).`];
  if (wasThereBefore) {
    const days = String(pipeline.retention.historyDays);
    lines.push(
      `It was there when the school was first loaded, which notes nothing, or before the history that is kept (${days} days).`,
    );
  }
  if (events.length === 0) lines.push('Nothing has happened to it since.');
  else lines.push('', ...eventLines(pipeline, history, withValues));
  return lines.join('\n');
}

function standing({ through, leftAt }: History): string {
  if (through) return 'comes through';
  return leftAt === null ? 'no longer comes through' : `left at ${leftAt}`;
}

function eventLines(pipeline: Pipeline, history: History, withValues: boolean): string[] {
  const said = history.events.map((event) => what(pipeline, history, event));
  const width = Math.max(...said.map((text) => text.length));
  return history.events.flatMap((event, index) => [
    `  ${event.at ?? '(no time)'.padEnd(24)}  ${said[index].padEnd(width)}  ${event.run}`,
    ...(withValues ? valueLines(event) : []),
  ]);
}

function what(pipeline: Pipeline, history: History, { kind, id, change, fields, typed, by }: Happening): string {
  const who = kind === history.kind ? '' : `${linkTo(pipeline, history, { kind, id })} `;
  if (change !== 'changed') return `${who}${change}`;
  const verb = by === null ? 'typed' : `typed by ${printable(by)}`;
  return `${who}${typed ? verb : 'changed'}: ${Object.keys(fields).join(', ')}`;
}

/** A link as one end sees it: named by the other end. */
function linkTo(pipeline: Pipeline, of: History, { kind, id }: { kind: string; id: Id }): string {
  const link = kindNamed(pipeline, kind);
  if (link?.type !== 'link' || typeof id === 'string') return nameOf(pipeline, { kind, id });
  const other = link.ends[0].to === of.kind && id[0] === recordIdOf(of) ? 1 : 0;
  return printable(`${label(pipeline, kind, 1)} with ${link.ends[other].label} ${id[other]}`);
}

function valueLines({ fields }: Happening): string[] {
  const width = Math.max(0, ...Object.keys(fields).map((column) => column.length));
  return Object.entries(fields).map(([column, { before, after }]) => {
    const values = [before, after].filter((value) => value !== undefined);
    const shown = values.map((value) => (value === null ? 'blank' : printable(String(value))));
    return `    ${column.padEnd(width)}  ${shown.join(' → ')}`;
  });
}
