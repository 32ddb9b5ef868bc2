import { openDatabase } from '../../load/database.js';
import { schoolsOf } from '../../load/edit.js';
import { readHistory } from '../../load/history.js';
import { historyAsJson } from '../../report/history/json.js';
import { historyAsText } from '../../report/history/text.js';
import { nameOf, printable } from '../../words/words.js';
import { chooseAnyKind, chooseSchool, takeId } from '../choose.js';
import { prepare, type CommonOptions } from '../common-options.js';
import { exit, type CommandWorld } from '../streams.js';
import { inertJson } from '../../report/writers/inert.js';

export interface HistoryOptions extends CommonOptions {
  readonly values?: boolean;
}

/** `pullthrough history`: what happened to a record or a link, oldest first. It only reads. */
export async function history(
  word: string,
  ids: readonly string[],
  options: HistoryOptions,
  world: CommandWorld,
): Promise<number> {
  const { configuration, database: url } = prepare(options, world);
  const { pipeline } = configuration;
  const kind = chooseAnyKind(pipeline, word);
  const id = takeId(kind, ids, 'history');
  const db = await openDatabase(url, pipeline, { mustExist: true });
  try {
    const school = chooseSchool(options.school, await schoolsOf(db), db.name);
    const found = await readHistory(db, pipeline, school, kind, id);
    if (found === null) {
      const name = nameOf(pipeline, { kind: kind.name, id });
      world.stderr.write(`School ${printable(school)} has no ${name} in ${db.name}, now or in its history.\n`);
      return exit.failed;
    }
    const withValues = options.values === true;
    world.stdout.write(
      options.json === true
        ? `${inertJson(historyAsJson(found, withValues))}\n`
        : `${historyAsText(pipeline, found, withValues)}\n`,
    );
    return exit.done;
  } finally {
    await db.close();
  }
}
