import { surveyOf } from '../../extract/survey/survey.js';
import { knownKeys } from '../../report/init/likely-words.js';
import { pathsAsJson } from '../../report/paths/json.js';
import { pathsAsText } from '../../report/paths/text.js';
import { inertJson } from '../../report/writers/inert.js';
import type { CommonOptions } from '../common-options.js';
import { readLikelyWords } from '../likely-words.js';
import { findSample } from '../find-sample.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';

/** `pullthrough paths`: what an extract is made of, and nothing of a value. It needs no pipeline. */
export async function paths(file: string, options: CommonOptions, world: CommandWorld): Promise<number> {
  const [input, ...more] = await findSample(file, options, world);
  if (input === undefined || more.length > 0) throw new WrongCallError('This command takes one file.');
  const survey = await surveyOf(input, knownKeys(readLikelyWords()));
  world.stdout.write(
    options.json === true ? `${inertJson(pathsAsJson(input.name, survey))}\n` : pathsAsText(input.name, survey),
  );
  return survey.fault === null ? exit.done : exit.failed;
}
