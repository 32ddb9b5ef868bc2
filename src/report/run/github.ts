import { passedOverInWords } from '../../extract/bytes/files-of.js';
import { unseenLines } from './unseen.js';
import { heldPurgeInWords } from './purge.js';
import type { RunReport, SchoolReport } from './run-report.js';
import { printable } from '../../words/words.js';
import { workflowCommand } from '../writers/workflow-command.js';

/** https://docs.github.com/actions/reference/limits: of each severity a step shows ten. */
const mostShown = 10;

const kinds = [
  { status: 'failed', severity: 'error' },
  { status: 'held', severity: 'warning' },
] as const;

/**
 * An annotation for each school that failed or is held; where not all will be shown, first one that says how many.
 * @param say why a school failed or is held
 */
export function runGithub(
  { schools, unseen, cannotKnow, purge, refused, passedOver = [] }: RunReport,
  say: (school: SchoolReport) => string,
): string {
  const refusal = refused === undefined ? '' : workflowCommand('error', { title: 'Nothing was done' }, refused);
  const annotations = kinds.flatMap(({ status, severity }) => {
    const those = schools.filter((school) => school.status === status);
    const all = workflowCommand(
      severity,
      { title: `${String(those.length)} schools ${status}` },
      'GitHub shows the first of them here; all are in the log and in the summary.',
    );
    const lines = those.map((school) => annotation(severity, school, say(school)));
    return those.length > mostShown ? [all, ...lines] : lines;
  });
  const others = passedOverInWords(passedOver).map((words) =>
    workflowCommand('notice', { title: 'Passed over' }, printable(words)),
  );
  const heldPurge =
    purge?.status === 'held'
      ? workflowCommand('warning', { title: 'The purge is put off' }, heldPurgeInWords(purge.gap))
      : '';
  const absent = unseenLines({ unseen, cannotKnow }).map((line) =>
    workflowCommand('warning', { title: 'Not seen' }, line),
  );
  return [refusal, heldPurge, ...absent, ...annotations, ...others].join('');
}

function annotation(severity: 'error' | 'warning', { school, status }: SchoolReport, reason: string): string {
  const who = school === null ? 'A school that its document does not name' : `School ${printable(school)}`;
  return workflowCommand(severity, { title: `${who} ${status}` }, printable(reason === '' ? status : reason));
}
