import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { surveyOf } from '../../extract/survey/survey.js';
import { counted } from '../../pipeline/text/counted.js';
import { knownKeys } from '../../report/init/likely-words.js';
import { doubtsIn } from '../../report/init/sample/lines.js';
import { ofSeveral, startFromSample } from '../../report/init/sample/write-pipeline.js';
import { inertJson } from '../../report/writers/inert.js';
import { readOptions, type CommonOptions } from '../common-options.js';
import { prepareEditors } from '../editor-schemas.js';
import { readLikelyWords } from '../likely-words.js';
import { refuseStanding, writeNew } from '../new-files.js';
import { findSample } from '../find-sample.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';

/** `pullthrough init pipeline FOLDER --from extract.json`: a pipeline guessed from the first document of a sample. */
export async function initFromSample(
  folder: string,
  from: string,
  options: CommonOptions,
  world: CommandWorld,
): Promise<number> {
  const [input, ...more] = await findSample(from, options, world);
  if (input === undefined || more.length > 0) throw new WrongCallError('--from takes one file.');
  const words = readLikelyWords();
  const survey = await surveyOf(input, knownKeys(words), 1);
  if (survey.fault !== null) throw new WrongCallError(`${input.name} is no sample: ${survey.fault}.`);
  const inputs = input.path === undefined ? null : relative(folder, input.path);
  const start = startFromSample(survey.root, { inputs, isFirst: survey.hasMore }, words);
  if (start === null)
    throw new WrongCallError(
      `No list of records with ids is found in ${input.name}: pullthrough paths ${input.name} shows what is in it.`,
    );
  const files = [...start].map(([name, text]) => ({ path: join(folder, name), text }));
  await refuseStanding(files.map(({ path }) => path));
  for (const { path, text } of files) await writeNew(path, () => writeFile(path, text, { flag: 'wx' }));
  const written = files.map(({ path }) => path);
  const schemas = await prepareEditors(join(folder, 'pipeline.yaml'), readOptions(options, world), written);
  const doubts = files.reduce((sum, { text }) => sum + doubtsIn(text), 0);
  world.stdout.write(
    options.json === true
      ? `${inertJson({ written, doubts, schemas })}\n`
      : `${written.map((path) => `Written: ${path}\n`).join('')}Written: ${schemas}, for editors\n${counted(doubts, 'guess is', 'guesses are')} marked with "# ?". Look there first.\n${survey.hasMore ? `Guessed from ${ofSeveral}.\n` : ''}`,
  );
  return exit.done;
}
