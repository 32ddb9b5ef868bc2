import { RuleMemory } from '../../decide/rule-book.js';
import { namedFields, type Field, type LinkKind, type Pipeline, type RecordKind } from '../../pipeline/pipeline.js';
import { didYouMean } from '../../pipeline/text/did-you-mean.js';
import {
  valuesOfSchool,
  type AskedField,
  type FailedValues,
  type FieldValuesOfSchool,
} from '../../report/values/field-values.js';
import { valuesAsJson } from '../../report/values/json.js';
import { valuesAsText } from '../../report/values/text.js';
import { inertJson } from '../../report/writers/inert.js';
import { askedDocuments } from '../../run/asked-documents.js';
import { reasonOf } from '../../run/reason-of.js';
import { chooseAnyKind } from '../choose.js';
import { prepare, type CommonOptions } from '../common-options.js';
import { findAllInputs } from '../find-inputs.js';
import { exit, type CommandWorld } from '../streams.js';
import { tellPassedOver } from '../tell-passed-over.js';
import { WrongCallError } from '../wrong-call.js';
import { notThere } from '../../run/undecided.js';

export interface ValuesOptions extends CommonOptions {
  readonly bySchool?: boolean;
  readonly asRead?: boolean;
}

/** `pullthrough values`: which values a field has, and how often; of a personal field only how many. */
export async function values(
  of: string,
  args: readonly string[],
  options: ValuesOptions,
  world: CommandWorld,
): Promise<number> {
  const { configuration } = prepare(options, world);
  const { pipeline } = configuration;
  const { kind, field } = fieldCalled(pipeline, of);
  const inputs = await findAllInputs(
    args.length > 0 ? args : pipeline.source.inputs,
    pipeline,
    options,
    world,
    tellPassedOver(world),
  );
  const asked: AskedField = {
    ...{ kind, field, configuration, isAsRead: options.asRead === true },
    memory: new RuleMemory(),
  };
  const schools = new Map<string, FieldValuesOfSchool>();
  const failed: FailedValues[] = [];
  for await (const result of askedDocuments(inputs, pipeline, options.school, world)) {
    const { school } = result.type === 'extract' ? result.extract : result.broken;
    try {
      if (result.type === 'broken') failed.push({ school, reason: result.broken.reason });
      else if (schools.has(result.extract.school))
        failed.push({ school, reason: `${result.from}: the school appears a second time; the first is counted.` });
      else schools.set(result.extract.school, await valuesOfSchool(result.extract, asked));
    } catch (error) {
      failed.push({ school, reason: reasonOf(error) });
    }
  }
  if (world.interrupted.aborted) return exit.interrupted;
  const met = new Set([...schools.keys(), ...failed.map(({ school }) => school)]);
  for (const school of options.school) if (!met.has(school)) failed.push({ school, reason: notThere });
  const report = { kind, field, isAsRead: asked.isAsRead, schools: [...schools.values()], failed };
  world.stdout.write(
    options.json === true ? `${inertJson(valuesAsJson(report))}\n` : valuesAsText(report, options.bySchool === true),
  );
  return failed.length > 0 ? exit.failed : exit.done;
}

/** @throws WrongCallError with the nearest kind or field */
function fieldCalled(pipeline: Pipeline, of: string): { kind: RecordKind | LinkKind; field: Field } {
  const [word = '', name, ...more] = of.split('.');
  if (name === undefined || more.length > 0)
    throw new WrongCallError(`Which field? Give its kind and its name, as in classes.type, not "${of}".`);
  const kind = chooseAnyKind(pipeline, word);
  const fields = namedFields(kind);
  const field = fields.find((one) => one.name === name);
  if (field !== undefined) return { kind, field };
  if (kind.type === 'record' && kind.local.some((local) => local.name === name))
    throw new WrongCallError(`People type ${kind.name}.${name}, so no extract has values of it.`);
  const names = fields.map((one) => one.name);
  throw new WrongCallError(`${kind.name} have no field "${name}". ${didYouMean(name, names)}`);
}
