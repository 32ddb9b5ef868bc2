import { randomBytes } from 'node:crypto';
import { forShell } from '../pipeline/for-shell.js';
import { secondHalf } from '../pipeline/parts.js';
import type { Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { openDatabase, type Database } from '../load/database.js';
import { schoolsOf } from '../load/edit.js';
import { forget as erase, unforget, type Erased } from '../load/forget.js';
import { storedRecord } from '../load/stored-record.js';
import { commandLine } from '../report/command-line.js';
import { nameOf, printable } from '../report/words.js';
import { chooseAnyKind, chooseSchool, takeId } from './choose.js';
import { prepare, type CommonOptions, type Prepared } from './common-options.js';
import { patience } from './patience.js';
import { sameOptions } from './same-options.js';
import { exit, type World } from './streams.js';
import { WrongCallError } from './wrong-call.js';
import { inertJson } from '../report/inert.js';

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
export async function forget(word: string, given: string, options: ForgetOptions, world: World): Promise<number> {
  const prepared = prepare(options, world);
  const { pipeline } = prepared.configuration;
  const kind = chooseAnyKind(pipeline, word);
  if (kind.type === 'link')
    throw new WrongCallError(
      `A ${kind.one} is a link, and is erased with the records that it joins: name one of these.`,
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
  { configuration: { pipeline } }: Prepared,
  options: ForgetOptions,
  world: World,
): Promise<number> {
  const salt = randomBytes(16).toString('hex');
  const erased = await erase(db, pipeline, { school, kind, id, now: world.now(), salt, patience });
  const name = nameOf(pipeline, { kind: kind.name, id });
  if (erased === null) {
    world.stderr.write(`School ${printable(school)} has no ${name} in ${db.name}. Nothing was changed.\n`);
    return exit.failed;
  }
  const { already, ...counts } = erased;
  const half = await otherHalf(db, school, kind, id);
  const same = ` --school ${forShell(school)}${sameOptions(options)}`;
  world.stdout.write(
    options.json === true
      ? `${inertJson({ school, kind: kind.name, id, erased: counts, already, otherHalf: half })}\n`
      : `${inWords(`${name.charAt(0).toUpperCase()}${name.slice(1)}`, school, erased)}\n${ofHalf(pipeline, kind, half, same)}`,
  );
  return exit.done;
}

/** The other half of a combined record, where the tables have it: it may share what was given whole to both. */
async function otherHalf(db: Database, school: string, kind: RecordKind, id: string): Promise<string | null> {
  const other = id.endsWith(secondHalf) ? id.slice(0, -secondHalf.length) : `${id}${secondHalf}`;
  return (await storedRecord(db, school, kind, other)) === 'never' ? null : other;
}

function ofHalf(pipeline: Pipeline, kind: RecordKind, half: string | null, options: string): string {
  if (half === null) return '';
  const name = nameOf(pipeline, { kind: kind.name, id: half });
  return `But ${name} is the other half of the same record, and stays, with all that the two shared. To erase that, too: ${commandLine('forget', [kind.one, half], options)}\n`;
}

function inWords(name: string, school: string, { records, links, changes, findings, already }: Erased): string {
  const counts = `record: ${String(records)}, links: ${String(links)}, changes: ${String(changes)}, findings: ${String(findings)}`;
  const before = already ? ' It had been erased before.' : '';
  return `${name} is erased (school ${printable(school)}; ${counts}).${before}\nNo run brings it back. Take it out of the extract at the source, too: a run that finds it there warns.`;
}

async function undo(
  { kind, id, school, db }: Call,
  { configuration: { pipeline } }: Prepared,
  { json }: ForgetOptions,
  world: World,
): Promise<number> {
  const undone = await unforget(db, { school, kind, id });
  const name = nameOf(pipeline, { kind: kind.name, id });
  if (!undone) {
    world.stderr.write(`No ${name} was erased of school ${printable(school)} in ${db.name}. Nothing was changed.\n`);
    return exit.failed;
  }
  world.stdout.write(
    json === true
      ? `${inertJson({ school, kind: kind.name, id, undone })}\n`
      : `The next run may bring ${name} through again (school ${printable(school)}). What was erased stays erased.\n`,
  );
  return exit.done;
}
