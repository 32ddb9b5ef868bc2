import { RuleMemory } from '../../decide/rule-book.js';
import { solveSchool } from '../../decide/solved.js';
import type { Input } from '../../extract/bytes/input.js';
import type { DocumentResult, Extract } from '../../extract/extract.js';
import type { Configuration } from '../../pipeline/configuration.js';
import { isNamed, namedValues, type NamedValue } from '../../pipeline/lint/named-values.js';
import { personalOf, tellApart } from '../../pipeline/personal.js';
import { kindsOf, namedFields } from '../../pipeline/pipeline.js';
import { nearest } from '../../pipeline/text/did-you-mean.js';
import { counted } from '../../pipeline/text/counted.js';
import { lineOfFile, placeOfFile } from '../../pipeline/text/place-text.js';
import type { Problem } from '../../pipeline/problem.js';
import { likeOneOfViews } from './asked-of-views.js';
import { AbsentSections } from './absent-sections.js';
import { MappingFindings } from './mapping-findings.js';
import type { YamlFile } from '../../pipeline/yaml/yaml-file.js';
import { askedDocuments } from '../../run/asked-documents.js';
import { reasonOf } from '../../run/reason-of.js';
import type { Value } from '../../table/value.js';

/** A named value, and what is known of it so far. */
interface Looked {
  readonly named: NamedValue;
  /** Whether a record has it. */
  isThere: boolean;
  /** The schools in whose extracts it was looked for, each whole. */
  readonly extracts: Set<string>;
}

/** A value that is said to be wrong. */
type Wrong = Pick<NamedValue, 'kind' | 'field' | 'value'>;

/** What extracts have of the values that the configuration names. */
class AbsentValues {
  readonly #memory = new RuleMemory();
  readonly #files = new Map<string, YamlFile>();
  readonly #looked = new Map<string, Looked>();
  /** By field, the values of those schools at which it is not personal. */
  readonly #known = new Map<string, Set<string>>();
  /** The kinds of which there is a record. */
  readonly #kinds = new Set<string>();
  readonly #sections: AbsentSections;
  readonly #mapping: MappingFindings;
  readonly #failed: Problem[] = [];
  readonly #seen = new Set<string>();

  constructor(private readonly configuration: Configuration) {
    this.#sections = new AbsentSections(configuration.pipeline);
    this.#mapping = new MappingFindings(configuration.pipeline);
  }

  async take(result: DocumentResult): Promise<void> {
    if (result.type === 'broken') {
      if (result.broken.school !== null) this.#seen.add(result.broken.school);
      this.#fail(result.from, result.broken.school, result.broken.reason);
      return;
    }
    const { school } = result.extract;
    this.#seen.add(school);
    this.#sections.take(result.extract);
    try {
      await this.#look(result.extract);
    } catch (error) {
      this.#fail(result.from, school, reasonOf(error));
    }
  }

  /**
   * A warning for each value that no record has and each optional section that no extract has, and an error for each extract of which nothing can be said.
   * @param before what was found without extracts, which may depend on them
   */
  problems(asked: readonly string[], before: readonly Problem[]): Problem[] {
    for (const school of asked)
      if (!this.#seen.has(school)) this.#fail('--against', school, 'None of the inputs has it.');
    const absent = [...this.#looked.values()].filter(({ named, isThere }) => !isThere && this.#kinds.has(named.kind));
    const settled = before.map((problem) => this.#settled(problem));
    const isSaid = ({ named }: Looked) =>
      settled.some(({ wrong }) => wrong !== null && keyOf(wrong) === keyOf(named) && wrong.value === named.value);
    return [
      ...settled.flatMap(({ problems }) => problems),
      ...this.#failed,
      ...this.#sections.problems(),
      ...this.#mapping.problems(),
      ...absent
        .filter((one) => !isSaid(one))
        .map(({ named, extracts }) => {
          const { kind, field, value } = named;
          const where =
            extracts.size === 1 ? 'the one extract that was looked through' : counted(extracts.size, 'extract');
          const known = this.#known.get(keyOf(named)) ?? new Set<string>();
          const like = nearest(String(value), [...known]);
          const message = `No record has ${kind}.${field} "${String(value)}" in ${where}.`;
          const hint = like === null ? null : `Did you mean "${like}"?`;
          return named.problem(
            'absent-value',
            message,
            likeOneOfViews(named, this.configuration.pipeline, known) ?? hint,
          );
        }),
    ];
  }

  /** Of two values that differ slightly, the one that no record has is wrong, if any has the other. */
  #settled(problem: Problem): { readonly problems: readonly Problem[]; readonly wrong: Wrong | null } {
    const { rivals } = problem;
    if (rivals === undefined) return { problems: [problem], wrong: null };
    const { kind, field, stored, asked } = rivals;
    const lookedFor = (value: string) =>
      [...this.#looked.values()].filter(({ named }) => keyOf(named) === `${kind}.${field}` && named.value === value);
    const [ofStore, ofRules] = [lookedFor(stored), lookedFor(asked)];
    const isThere = (all: readonly Looked[]) => all.some((one) => one.isThere);
    if (ofStore.length === 0 || ofRules.length === 0 || isThere(ofStore) === isThere(ofRules))
      return { problems: [problem], wrong: null };
    if (isThere(ofRules)) {
      const hint = `Records have only that. Did you mean "${asked}"?`;
      return { problems: [{ ...problem, hint }], wrong: { kind, field, value: stored } };
    }
    const message = `"${asked}" is nearly "${stored}", which ${lineOfFile(problem)} has.`;
    const hint = `Records have only that. Did you mean "${stored}"?`;
    return {
      problems: ofRules.map(({ named }) => named.problem('unknown-value', message, hint)),
      wrong: { kind, field, value: asked },
    };
  }

  async #look(extract: Extract): Promise<void> {
    const { configuration } = this;
    const { today } = configuration;
    const effective = configuration.effective(extract.school);
    const { pipeline } = effective;
    const own = configuration.forSchool(extract.school);
    const { world } = await solveSchool(extract, own, today, this.#memory);
    this.#mapping.take(extract, world);
    const values = new Map<string, ReadonlySet<Value>>();
    const rules = effective.rules.map(({ rule }) => rule);
    for (const kind of kindsOf(pipeline)) {
      if (extract.tables.of(kind.name).length > 0) this.#kinds.add(kind.name);
      for (const field of namedFields(kind)) {
        const column = kind.fields.indexOf(field);
        const found = new Set<Value>();
        const read = extract.tables.of(kind.name);
        let records = 0;
        // A rule that sets a field asks for what was read, all others for what it was set to.
        for (const table of [read, world.setOf(kind.name).rows])
          for (let row = 0; row < table.length; row++) {
            const value = table.at(row, column);
            found.add(value);
            if (table === read && value !== null) records++;
          }
        const key = keyOf({ kind: kind.name, field: field.name });
        values.set(key, found);
        const personal = personalOf(pipeline, rules, kind, field);
        if (!personal.isPersonal && !tellApart(personal, found.size, records)) this.#know(key, found);
      }
    }
    for (const named of namedValues(effective, this.#files))
      this.#note(named, extract.school, values.get(keyOf(named)));
  }

  #note(named: NamedValue, school: string, values: ReadonlySet<Value> = new Set()): void {
    const key = JSON.stringify([placeOfFile(named.place), named.kind, named.field, named.value]);
    const looked = this.#looked.get(key) ?? { named, isThere: false, extracts: new Set<string>() };
    this.#looked.set(key, looked);
    looked.extracts.add(school);
    looked.isThere ||= [...values].some((value) => isNamed(named, value));
  }

  #know(key: string, values: ReadonlySet<Value>): void {
    const known = this.#known.get(key) ?? new Set();
    this.#known.set(key, known);
    for (const value of values) if (typeof value === 'string') known.add(value);
  }

  #fail(file: string, school: string | null, reason: string): void {
    const about = school === null ? '' : ` of school ${school}`;
    const message = `Nothing is said of the extract${about}: ${reason}`;
    this.#failed.push({ file, line: 1, column: 1, code: 'failed-extract', message, hint: null, source: '', length: 1 });
  }
}

function keyOf({ kind, field }: Pick<NamedValue, 'kind' | 'field'>): string {
  return `${kind}.${field}`;
}

/**
 * Looks for the values and the optional sections that the configuration names in extracts.
 * @param asked the schools to look at; all, if there are none
 * @param before the problems that were found without them
 * @returns all problems; null if it was interrupted
 */
export async function absentValues(
  configuration: Configuration,
  inputs: readonly Input[],
  asked: readonly string[],
  before: readonly Problem[],
  world: { readonly now: () => Date; readonly interrupted: AbortSignal },
): Promise<Problem[] | null> {
  const looked = new AbsentValues(configuration);
  for await (const result of askedDocuments(inputs, configuration.pipeline, asked, world)) await looked.take(result);
  return world.interrupted.aborted ? null : looked.problems(asked, before);
}
