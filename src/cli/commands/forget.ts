import { randomBytes } from 'node:crypto';
import { forShell } from '../../pipeline/text/for-shell.js';
import { labelOf } from '../../pipeline/text/label-of.js';
import type { Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { openDatabase, type Database } from '../../load/database.js';
import { schoolsOf } from '../../load/edit.js';
import { forget as erase, unforget, type Erased } from '../../load/erasure/forget.js';
import { otherHalfOf } from '../../load/erasure/half-ids.js';
import { splitBy } from '../../decide/split-by.js';
import { ConfigurationError } from '../../pipeline/problem.js';
import { storedRecord } from '../../load/stored-record.js';
import { commandLine } from '../../report/writers/command-line.js';
import { capital } from '../../pipeline/text/text.js';
import { nameOf, printable } from '../../words/words.js';
import { chooseAnyKind, chooseSchool, takeId } from '../choose.js';
import { prepare, type CommonOptions, type Prepared } from '../common-options.js';
import { patience } from '../../run/patience.js';
import { sameOptions } from '../same-options.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';
import { inertJson } from '../../report/writers/inert.js';

export interface ForgetOptions extends CommonOptions {
  readonly undo?: boolean;
}

interface Call {
  readonly kind: RecordKind;
  readonly id: string;
  readonly school: string;
  readonly db: Database;
}

/** `pullthrough forget`: erases a record, history included, and keeps it out from now on. It asks nothing. */
export async function forget(
  word: string,
  given: string,
  options: ForgetOptions,
  world: CommandWorld,
): Promise<number> {
  const prepared = prepare(options, world);
  const { pipeline } = prepared.configuration;
  const kind = chooseAnyKind(pipeline, word);
  if (kind.type === 'link')
    throw new WrongCallError(
      `A ${labelOf(kind, 1)} is a link, and is erased with the records that it joins: name one of them.`,
    );
  const id = String(takeId(kind, [given], 'forget'));
  const db = await openDatabase(prepared.database, pipeline, { mustExist: true });
  try {
    const school = chooseSchool(options.school, await schoolsOf(db), db.name);
    const call = { kind, id, school, db };
    return options.undo === true
      ? await undo(call, prepared, options, world)
      : await go(call, prepared, options, world);
  } finally {
    await db.close();
  }
}

async function go(
  { kind, id, school, db }: Call,
  { configuration }: Prepared,
  options: ForgetOptions,
  world: CommandWorld,
): Promise<number> {
  const { pipeline } = configuration;
  const salt = randomBytes(16).toString('hex');
  const splits = splitByIn(configuration, school, kind);
  const erased = await erase(db, pipeline, { school, kind, id, ...splits, now: world.now(), salt, patience });
  const name = nameOf(pipeline, { kind: kind.name, id });
  if (erased === null) {
    world.stderr.write(`School ${printable(school)} has no ${name} in ${db.name}. Nothing was changed.\n`);
    return exit.failed;
  }
  const { already, otherToo, isKnownWho, ...counts } = erased;
  const half = await otherHalf(db, school, kind, id);
  const same = ` --school ${forShell(school)}${sameOptions(options)}`;
  world.stdout.write(
    options.json === true
      ? `${inertJson({ school, kind: kind.name, id, erased: counts, already, otherHalf: half, otherToo, isKnownWho })}\n`
      : [
          `${inWords(capital(name), school, erased)}\n`,
          ofHalf(pipeline, kind, half, same),
          ...(already && splits.splitBy !== null ? [sayAnew(kind, id, same)] : []),
          ofOther(pipeline, kind, id, erased, same),
        ].join(''),
  );
  return exit.done;
}

/** The field by which the school's records of a kind are split in two; nothing if its own rules are faulty. */
function splitByIn(
  configuration: Prepared['configuration'],
  school: string,
  kind: RecordKind,
): { readonly splitBy?: string | null } {
  try {
    const { pipeline, rules } = configuration.forSchool(school);
    return { splitBy: splitBy(pipeline, rules).get(kind.name) ?? null };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return {};
  }
}

/** Erasing again does not change who was erased: else anyone who goes through a list again would bring them back. */
function sayAnew(kind: RecordKind, id: string, options: string): string {
  const undo = commandLine('forget', [kind.one, id], ` --undo${options}`);
  const again = commandLine('forget', [kind.one, id], options);
  return `What is known of how the record was split stays as it is. If a run says erased-half, and this id is still that person's, run these two, with no run between: ${undo}, then ${again}\n`;
}

/** What of the same record is erased already, and what is not known about it. */
function ofOther(
  pipeline: Pipeline,
  kind: RecordKind,
  id: string,
  { otherToo, isKnownWho }: Erased,
  options: string,
): string {
  const other = otherHalfOf(id);
  const undo = commandLine('forget', [kind.one, other], ` --undo${options}`);
  const name = capital(nameOf(pipeline, { kind: kind.name, id: other }));
  return [
    ...(otherToo ? [`${name} was erased before. If that was this person under another id: ${undo}\n`] : []),
    ...(isKnownWho
      ? []
      : [
          'It is not known how the record was split: if it was two people, both halves stay out until it is said anew.\n',
        ]),
  ].join('');
}

/** The other half of a combined record, if the tables have it: it may have values that were given whole to both. */
async function otherHalf(db: Database, school: string, kind: RecordKind, id: string): Promise<string | null> {
  const other = otherHalfOf(id);
  return (await storedRecord(db, school, kind, other)) === 'never' ? null : other;
}

function ofHalf(pipeline: Pipeline, kind: RecordKind, half: string | null, options: string): string {
  if (half === null) return '';
  const name = nameOf(pipeline, { kind: kind.name, id: half });
  return `But ${name} is the other half of the same record, and stays, with all that the two shared. To erase it, too: ${commandLine('forget', [kind.one, half], options)}\n`;
}

function inWords(name: string, school: string, { records, links, changes, findings, already }: Erased): string {
  const counts = `record: ${String(records)}, links: ${String(links)}, changes: ${String(changes)}, findings: ${String(findings)}`;
  const before = already ? ' It had been erased before.' : '';
  return `${name} is erased (school ${printable(school)}; ${counts}).${before}\nNo run brings it back. Remove it from the extract at the source, too: a run that finds it there warns.`;
}

async function undo(
  { kind, id, school, db }: Call,
  { configuration: { pipeline } }: Prepared,
  { json }: ForgetOptions,
  world: CommandWorld,
): Promise<number> {
  const undone = await unforget(db, { school, kind, id });
  const name = nameOf(pipeline, { kind: kind.name, id });
  if (!undone) {
    world.stderr.write(`No ${name} was erased from school ${printable(school)} in ${db.name}. Nothing was changed.\n`);
    return exit.failed;
  }
  world.stdout.write(
    json === true
      ? `${inertJson({ school, kind: kind.name, id, undone })}\n`
      : `The next run may bring ${name} through again (school ${printable(school)}). What was erased stays erased.\n`,
  );
  return exit.done;
}
