import { openDatabase, type Database } from '../../load/database.js';
import type { Answer } from '../../load/hold/answers.js';
import { approvalsOf, approveHeld, isApproved } from '../../load/hold/release.js';
import { readHold, type StoredHold } from '../../load/hold/stored-hold.js';
import { writeAudit } from '../../load/people/audit.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { joined } from '../../pipeline/text/counted.js';
import { normalise, repair } from '../../pipeline/text/text.js';
import { inertJson } from '../../report/writers/inert.js';
import { auditEntry } from '../../serve/audit-entry.js';
import { heldCounts, heldInWords } from '../../words/held-in-words.js';
import { printable } from '../../words/words.js';
import { prepare } from '../common-options.js';
import { runCommand, type RunOptions } from './run.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';

/** Of a name. */
const longest = 100;

/**
 * `pullthrough release`: approves, once, what a held load would remove and change. With inputs, it loads at once;
 * without any, the next run whose held part is the same or smaller goes through. If the pipeline asks for two people,
 * both happen once the second has approved it.
 */
export async function release(
  school: string,
  inputs: readonly string[],
  options: RunOptions,
  world: CommandWorld,
): Promise<number> {
  if (options.school.some((other) => other !== school))
    throw new WrongCallError(`release takes one school, and you have named it: ${school}. Omit --school.`);
  const { configuration, database: url } = prepare(options, world);
  const { pipeline } = configuration;
  const by = givenName(options.by, pipeline);
  if (inputs.length > 0) return releaseWith(inputs, { school, by, url, pipeline }, options, world);
  if (options.onlyIf !== undefined)
    throw new WrongCallError('--only-if does what was planned: give release the inputs of the plan.');
  if ((options.report ?? []).length > 0)
    throw new WrongCallError('--report says what a run did: give release the inputs to load, or omit it.');
  const db = await openDatabase(url, pipeline, { mustExist: true });
  try {
    const { hold } = await approveHeld(db, school, { at: world.now(), by, why: null });
    if (hold === null) {
      const { pausedUntil } = configuration.forSchool(school).guard;
      const state =
        pausedUntil === null
          ? `is not held in ${db.name}.`
          : `is paused until ${pausedUntil}, and nothing of it is held in ${db.name} that could be released.`;
      world.stderr.write(`School ${school} ${state} Nothing was changed.\n`);
      return exit.failed;
    }
    await note(db, { school, by, run: hold.runId }, world);
    world.stdout.write(options.json === true ? asJson(school, hold, pipeline) : inWords(school, hold, pipeline));
    return exit.done;
  } finally {
    await db.close();
  }
}

interface Releasing {
  readonly school: string;
  readonly by: string | null;
  readonly url: string;
  readonly pipeline: Pipeline;
}

async function releaseWith(
  inputs: readonly string[],
  { school, by, url, pipeline }: Releasing,
  options: RunOptions,
  world: CommandWorld,
): Promise<number> {
  const given = { ...options, ...(by === null ? {} : { by }), school: [school], release: true };
  const code = await runCommand(inputs, given, world);
  if (by === null || code === exit.wrongCall) return code;
  const db = await openDatabase(url, pipeline, { mustExist: true });
  try {
    const hold = await readHold(db, school);
    await note(db, { school, by, run: hold?.runId ?? null }, world);
    if (hold !== null && approvalsOf(hold).length > 0) world.stderr.write(`  ${missing(school, hold, pipeline)}\n`);
  } finally {
    await db.close();
  }
  return code;
}

/** @throws WrongCallError if the pipeline asks for several people: without a name, nobody knows that there are */
function givenName(given: string | undefined, { serve }: Pipeline): string | null {
  const name = normalise(repair(given ?? ''));
  if (given !== undefined && (name === '' || [...name].length > longest))
    throw new WrongCallError(`--by takes a name of at most ${String(longest)} characters.`);
  if (name === '' && serve.approvals > 1)
    throw new WrongCallError(
      `${String(serve.approvals)} people have to approve what is held (serve.approvals): say who you are with --by NAME, by the name with which you sign in to the Data pages.`,
    );
  return name === '' ? null : name;
}

/** The name is what somebody typed, not that of an account which signed in. */
async function note(
  db: Database,
  { school, by, run }: { readonly school: string; readonly by: string | null; readonly run: string | null },
  { now }: CommandWorld,
): Promise<void> {
  const detail = [...(run === null ? [] : [run]), ...(by === null ? [] : [`as ${by}, at the command line`])].join(': ');
  await writeAudit(db, auditEntry(now(), { who: null, address: null }, { what: 'release', school, detail }));
}

function asJson(school: string, hold: StoredHold, { serve }: Pipeline): string {
  const approvals = approvalsOf(hold).map(({ at, by }) => ({ at, by }));
  const { runId, heldAt, counts } = hold;
  const of = { approvals, needed: serve.approvals, complete: isApproved(hold, serve.approvals) };
  return `${inertJson({ school, run: runId, heldAt, approved: heldCounts(counts), ...of })}\n`;
}

function inWords(school: string, hold: StoredHold, pipeline: Pipeline): string {
  const what = heldInWords(pipeline, heldCounts(hold.counts));
  const first = `Approved for one run of school ${school}, as held on ${hold.heldAt}: ${what}.`;
  const then = isApproved(hold, pipeline.serve.approvals)
    ? 'The next run that holds the same or less goes through; any other is held again. Whatever else the load changes is written with it.'
    : missing(school, hold, pipeline);
  return `${first}\n${then}\n`;
}

/** What it takes until the approvals of a hold are enough. */
function missing(school: string, hold: StoredHold, { serve }: Pipeline): string {
  const by = joined(approvalsOf(hold).map(nameOf));
  return printable(
    `School ${school} stays held: approved by ${by}, and it takes ${String(serve.approvals)} people. Another one has to approve the same before the next run meets the school; that run ends the approval.`,
  );
}

function nameOf({ by }: Answer): string {
  return by ?? 'somebody without a name';
}
