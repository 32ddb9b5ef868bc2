import { randomBytes } from 'node:crypto';
import { didYouMean } from '../../pipeline/text/did-you-mean.js';
import { labelOf } from '../../pipeline/text/label-of.js';
import { openDatabase } from '../../load/database.js';
import { editLocal, longestTyped, schoolsOf } from '../../load/edit.js';
import { newEditId } from '../../load/runs/run-ids.js';
import { chooseKind, chooseSchool, takeId } from '../choose.js';
import { prepare, type CommonOptions } from '../common-options.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';
import { inertJson } from '../../report/writers/inert.js';

export interface EditCall {
  readonly kind: string;
  readonly id: string;
  readonly field: string;
  readonly value: string;
}

/** `pullthrough edit`: writes a field that belongs to people; no run ever overwrites it. */
export async function edit(call: EditCall, options: CommonOptions, world: CommandWorld): Promise<number> {
  const { configuration, database: url } = prepare(options, world);
  const { pipeline } = configuration;
  const kind = chooseKind(pipeline.records, call.kind);
  const id = String(takeId(kind, [call.id], 'edit'));
  const field = kind.local.find((candidate) => candidate.name === call.field);
  if (field === undefined) {
    const hint = didYouMean(
      call.field,
      kind.local.map((candidate) => candidate.name),
    );
    throw new WrongCallError(`People do not type a field "${call.field}" of ${kind.name}. ${hint}`);
  }
  const db = await openDatabase(url, pipeline);
  try {
    const school = chooseSchool(options.school, await schoolsOf(db), db.name);
    const editId = newEditId(world.now(), randomBytes(3).toString('hex'));
    const { value } = call;
    const { outcome } = await editLocal(db, { school, kind, id, field, value, editId, who: null, address: null });
    if (outcome === 'missing') {
      world.stderr.write(`School ${school} has no ${labelOf(kind, 1)} ${id} in ${db.name}. Nothing was changed.\n`);
      return exit.failed;
    }
    if (outcome === 'too long')
      throw new WrongCallError(`${field.label} has at most ${String(longestTyped)} characters. Nothing was changed.`);
    const done = { school, kind: kind.name, id, field: field.name };
    world.stdout.write(
      options.json === true
        ? `${inertJson(done)}\n`
        : `${field.label} of ${labelOf(kind, 1)} ${id} is set (school ${school}).\n`,
    );
    return exit.done;
  } finally {
    await db.close();
  }
}
