import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { RuleMemory } from '../../decide/rule-book.js';
import type { Extract } from '../../extract/extract.js';
import { readCases } from '../../pipeline/cases/read-cases.js';
import type { Case } from '../../pipeline/cases/case.js';
import { isFileStem } from '../../pipeline/files/school-file.js';
import { kindsOf, type Field, type Pipeline, type RecordKind } from '../../pipeline/pipeline.js';
import { ConfigurationError, severityOf, type Problem } from '../../pipeline/problem.js';
import { layOwn } from '../../pipeline/own-layer.js';
import type { Layered } from '../../pipeline/read-layer.js';
import { readShared, type Shared } from '../../pipeline/read-shared.js';
import { jointWord } from '../../pipeline/parts.js';
import { leavesOf } from '../../pipeline/rules/evaluate.js';
import { splitOf } from '../../pipeline/rules/rule.js';
import { isObject, type SourceObject } from '../../pipeline/source/source-value.js';
import { parseSource } from '../../pipeline/source/source-json.js';
import { stepsOf } from '../../pipeline/source/source-path.js';
import { splitMark } from '../../pipeline/text/byte-order-mark.js';
import { kebabCase } from '../../pipeline/text/text.js';
import { forgetOpened, noteOpened } from '../../pipeline/yaml/opened-files.js';
import { scalarsIn } from '../../pipeline/yaml/scalars-in.js';
import type { DateFormatName } from '../../pipeline/vocabulary/date-formats.js';
import { YamlFile } from '../../pipeline/yaml/yaml-file.js';
import { inertJson } from '../../report/writers/inert.js';
import { caseOfRecord, type RecordAtHand } from '../../testing/from-record/from-record.js';
import { folded } from '../../testing/from-record/replace-values.js';
import { runCases } from '../../testing/run-cases.js';
import { nameOf, printable } from '../../words/words.js';
import { asId, chooseKind } from '../choose.js';
import { readOptions, type CommonOptions } from '../common-options.js';
import { prepareEditors } from '../editor-schemas.js';
import { findDocument } from '../find-document.js';
import { findAllInputs } from '../find-inputs.js';
import { thereAlready, writeNew } from '../new-files.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';

/** `pullthrough init test --from KIND ID extract.json [NAME]`: a smallest case of a record, with all its values replaced. */
export async function initFromRecord(
  word: string,
  [givenId, input, name, ...more]: readonly string[],
  options: CommonOptions,
  world: CommandWorld,
): Promise<number> {
  if (givenId === undefined || input === undefined || more.length > 0)
    throw new WrongCallError('Say which record, and where it is: init test --from KIND ID extract.json [NAME].');
  if (name !== undefined && !isFileStem(name))
    throw new WrongCallError(`"${name}" cannot be the name of a file. Letters, digits and - are safe.`);
  if (options.set.length > 0)
    throw new WrongCallError(
      '--set does not go with init test --from: a case is decided with the options in the files.',
    );
  const problems: Problem[] = [];
  const shared = readShared(options.config, readOptions(options, world), problems);
  const wrong = problems.filter(({ code }) => severityOf(code) === 'error');
  if (shared === null || wrong.length > 0) throw new ConfigurationError(wrong);
  const kind = chooseKind(shared.pipeline.records, word);
  const document = await readDocument(input, shared.pipeline, options, world);
  const found = await findDocument([input], options, shared.pipeline, world);
  if (found.extract === null) return refuse(found.reason, world);
  const id = asId(givenId);
  const temporary = await mkdtemp(join(tmpdir(), 'pullthrough-'));
  // Each try reads the defaults and the school's file, which are parsed once.
  noteOpened();
  try {
    await writeFile(join(temporary, 'case.yaml'), '[]');
    // No case can be read without defaults, so what is wrong with these is said first.
    readCases(shared, [join(temporary, 'case.yaml')], null, problems);
    if (problems.length > 0) throw new ConfigurationError(problems);
    const at = recordIn(shared, { kind, id, document, extract: found.extract }, join(temporary, 'case.yaml'));
    const made = await caseOfRecord(at);
    if ('refused' in made)
      return refuse(`No case is made of ${nameOf(shared.pipeline, { kind: kind.name, id })}: ${made.refused}`, world);
    const [rule = 'through'] = made.outcome.rules;
    const stem = name ?? `${kebabCase(kind.one)}-${kebabCase(made.outcome.through ? 'through' : rule)}`;
    const path = join(dirname(options.config), 'rules', 'tests', `${stem}.yaml`);
    if ((await stat(path).catch(() => null)) !== null) throw thereAlready(path);
    await check(shared, await at.readCase(made.text));
    await writeNew(path, () => writeFile(path, made.text, { flag: 'wx' }));
    const schemas = await prepareEditors(options.config, readOptions(options, world), [path]);
    world.stdout.write(
      options.json === true
        ? `${inertJson({ written: [path], schemas })}\n`
        : `Written: ${path}\nWritten: ${schemas}, for editors\n`,
    );
    return exit.done;
  } finally {
    forgetOpened();
    await rm(temporary, { recursive: true });
  }
}

function refuse(reason: string, world: CommandWorld): number {
  world.stderr.write(`${printable(reason)}\n`);
  return exit.failed;
}

async function readDocument(
  name: string,
  pipeline: Pipeline,
  options: CommonOptions,
  world: CommandWorld,
): Promise<SourceObject> {
  const [input, ...more] = await findAllInputs([name], pipeline, options, world);
  if (input === undefined || more.length > 0 || !input.reopens || pipeline.source.school.isMany)
    throw new WrongCallError('A case is made of a file with the document of one school.');
  const json = await text(Readable.from(input.open(), { objectMode: false }));
  let document;
  try {
    document = parseSource(splitMark(json).rest);
  } catch {
    throw new WrongCallError(
      `${input.name} is not one JSON document: a case is made of a file with that of one school.`,
    );
  }
  if (!isObject(document)) throw new WrongCallError(`${input.name} is no document of a school.`);
  return document;
}

function recordIn(
  shared: Shared,
  record: { kind: RecordKind; id: string; document: SourceObject; extract: Extract },
  temporary: string,
): RecordAtHand {
  const { school } = record.extract;
  const problems: Problem[] = [];
  const file = shared.files.schools.get(school);
  const layered = layOwn(shared, school, problems);
  const wrong = problems.filter(({ code }) => severityOf(code) === 'error');
  if (wrong.length > 0) throw new ConfigurationError(wrong);
  const configuration = shared.finish(layered);
  return {
    ...record,
    configuration,
    configurationOn: (day) => shared.finish(layered, day),
    today: shared.today,
    memory: new RuleMemory(),
    plans: new Map(),
    school: file === undefined ? null : school,
    known: {
      texts: textsOf(shared, layered, [
        ...(file === undefined ? [] : [school]),
        // It decides whether a title is two, as the rule does that splits them.
        ...(configuration.rules.some((rule) => splitOf(rule) !== null) ? [jointWord] : []),
      ]),
      compared: new Set(
        configuration.rules
          .flatMap((rule) => leavesOf(rule.conditions))
          .flatMap(({ value }) => (Array.isArray(value) ? (value as unknown[]) : [value]))
          .filter((value) => typeof value === 'string')
          .map(folded)
          .filter((value) => value !== ''),
      ),
      formats: formatsIn(shared.pipeline),
      yesOrNoKeys: new Set(kindsOf(shared.pipeline).flatMap((kind) => yesOrNoKeys(kind))),
    },
    readCase: async (made) => {
      await writeFile(temporary, made, { mode: 0o600 });
      const found: Problem[] = [];
      const [one] = readCases(shared, [temporary], null, found).cases;
      return found.some(({ code }) => severityOf(code) === 'error') ? null : (one ?? null);
    },
  };
}

/** The usual format first; a text of it is no day of another. */
function formatsIn(pipeline: Pipeline): DateFormatName[] {
  const fields = kindsOf(pipeline).flatMap(({ views }) => [...views].flatMap((view): readonly Field[] => view.fields));
  return [...new Set<DateFormatName>(['YYYY-MM-DD', ...fields.flatMap(({ format }) => format ?? [])])];
}

function yesOrNoKeys({ fields }: ReturnType<typeof kindsOf>[number]): string[] {
  return fields.flatMap(({ type, source }) =>
    type === 'boolean' && typeof source === 'string' ? (stepsOf(source).at(-1) ?? []) : [],
  );
}

/** All that the files say which apply to the school, without cases and defaults. */
function textsOf(shared: Shared, { files, reals }: Layered, more: readonly string[]): ReadonlySet<string> {
  const shown = shared.files.files.flatMap(({ path, real, part }) =>
    part === 'rules' || part === 'conditions' ? [new YamlFile(path, [], real)] : [],
  );
  const layers = files.map((path, index) => new YamlFile(path, [], reals[index]));
  const texts = [shared.file, ...shown, ...layers].flatMap(scalarsIn);
  return new Set([...texts, ...more].map(folded).filter((one) => one !== ''));
}

/** A case that does not pass is never written. */
async function check(shared: Shared, made: Case | null): Promise<void> {
  const { results } = await runCases(shared.pipeline, made === null ? [] : [made], shared.base.rules, null);
  if (results.length !== 1 || results[0]?.status !== 'passed') throw new Error('the case that was made does not pass');
}
