import type { Id } from '../explain/explanation.js';
import { openDatabase } from '../load/database.js';
import { schoolsOf } from '../load/edit.js';
import type { LinkKind, RecordKind } from '../pipeline/pipeline.js';
import { answerFromLastRun } from '../report/explain/answer-last-run.js';
import type { WhyAnswer } from '../report/explain/answer.js';
import { doubtedChoices } from '../report/explain/doubted-choices.js';
import type { EndToCorrect } from '../report/explain/ends.js';
import { keysOfSchool } from '../report/findings/of-last-run.js';
import { printable } from '../words/words.js';
import { chooseSchool } from './choose.js';
import type { CommonOptions, Prepared } from './common-options.js';
import type { CommandWorld } from './streams.js';

/**
 * What the last loaded run left of one record or link.
 * @returns null if the school was never loaded; that is printed already
 */
export async function explainFromLastRun(
  kind: RecordKind | LinkKind,
  id: Id,
  options: CommonOptions,
  { configuration, database: url }: Prepared,
  world: CommandWorld,
): Promise<{ readonly answer: WhyAnswer; readonly doubted: readonly EndToCorrect[] } | null> {
  const { pipeline } = configuration;
  const db = await openDatabase(url, pipeline, { mustExist: true });
  try {
    const school = chooseSchool(options.school, await schoolsOf(db), db.name);
    const found = await answerFromLastRun(db, pipeline, school, kind, id);
    if (found === null) {
      world.stderr.write(`School ${printable(school)} was never loaded into ${db.name}.\n`);
      return null;
    }
    world.stderr.write(
      `School ${printable(school)}, from ${found.wasHeld ? 'its first load, which was held: nothing of it was loaded' : 'the last loaded run'}${found.at === null ? '' : ` (${found.at})`}. Give the extract as well for all reasons, the smallest corrections, the rules that were asked and what gave each value.\n`,
    );
    if (found.lacking !== null) world.stderr.write(`${found.lacking}\n`);
    const why = found.answer.explanation?.why ?? [];
    return { answer: found.answer, doubted: doubtedChoices(why, found.warnings, keysOfSchool(configuration, school)) };
  } finally {
    await db.close();
  }
}
