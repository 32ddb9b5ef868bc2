import type { RuleMemory } from '../../decide/rule-book.js';
import { fieldIndex } from '../../decide/facts.js';
import type { Node } from '../../decide/given.js';
import { Explainer } from '../../explain/explain.js';
import type { ReadingPlan } from '../../extract/json/reading.js';
import type { Extract } from '../../extract/extract.js';
import type { Case } from '../../pipeline/cases/case.js';
import type { RecordKind } from '../../pipeline/pipeline.js';
import type { SchoolConfiguration } from '../../pipeline/read-shared.js';
import { toJson, withValueAt, valueAt, type SourceObject } from '../../pipeline/source/source-value.js';
import { scalarsOf, textOf } from '../../pipeline/source/source-json.js';
import { isLookup } from '../../pipeline/source/lookups.js';
import { sourceSections, type SourceSection } from '../../pipeline/source/source-shape.js';
import { stepsOf } from '../../pipeline/source/source-path.js';
import { ofOneSchool } from '../../pipeline/source/whose-document.js';
import { wholeOf } from '../../load/erasure/half-ids.js';
import { readyCases } from '../ready-case.js';
import { shiftsFor } from './days.js';
import { draftText, isDecidedAlike, isSame, saidInFull, type Draft, type Outcome } from './draft.js';
import { itemsIn, Naming, type Items } from './items.js';
import { reduceDraft } from './reduce-draft.js';
import { reduceItems } from './reduce-items.js';
import { folded, Replacer, type Known, type Way } from './replace-values.js';

/** A record of an extract, and what is needed to decide it again. */
export interface RecordAtHand {
  readonly kind: RecordKind;
  readonly id: string;
  /** The document, with all that it says. */
  readonly document: SourceObject;
  readonly extract: Extract;
  readonly configuration: SchoolConfiguration;
  /** That of another day, of the same rules: the memory knows them. */
  readonly configurationOn: (day: string) => SchoolConfiguration;
  readonly today: string;
  /** One for all decisions, since the same rules are asked again and again. */
  readonly memory: RuleMemory;
  /** By day, likewise. */
  readonly plans: Map<string, ReadingPlan>;
  /** Null if the school has no file of its own. */
  readonly school: string | null;
  readonly known: Omit<Known, 'values'>;
  /** Reads the text of a file of cases; null if something in it is wrong. */
  readonly readCase: (text: string) => Promise<Case | null>;
}

/** The text of the file with the case, or why there is none. */
export type MadeCase = { readonly text: string; readonly outcome: Outcome } | { readonly refused: string };

/** A case of more is none that anybody reads. */
const mostItems = 300;

/** How many ways to replace values are tried. */
const mostWays = 24;

/** Makes a smallest case of a record: with the same outcome, and with none of the extract's values. */
export async function caseOfRecord(at: RecordAtHand): Promise<MadeCase> {
  const { kind, id, configuration, today } = at;
  const explainer = await Explainer.of(at.extract, configuration, today, at.memory);
  const outcome = await outcomeOf(explainer, kind, id);
  if (outcome === null) return { refused: 'The extract does not have it.' };
  const sections = sourceSections(configuration.pipeline);
  const isOf = isNamed(kind.name, id);
  const items = await reduceItems(sections, itemsIn(at.document, sections), isOf, async (candidate) =>
    isSame(outcome, await outcomeOfItems(at, sections, candidate)),
  );
  if (items === null)
    return {
      refused: 'What the extract says in the sections that the pipeline reads does not give the same outcome again.',
    };
  const asDraft = async (some: Items): Promise<Draft | null> => {
    const made = { kind, id, outcome, school: at.school, items: saidInFull(sections, some) };
    return firstSame(at, [
      { ...made, date: null },
      { ...made, date: today },
    ]);
  };
  let [kept, draft] = [items, await asDraft(items)];
  if (draft === null) {
    // What is left out of a section that several views share, the defaults fill in: such a record has to be in the case.
    const among = await reduceItems(sections, itemsIn(at.document, sections), isOf, async (some) => {
      if (countOf(some) > mostItems || !isSame(outcome, await outcomeOfItems(at, sections, some))) return false;
      return (await asDraft(some)) !== null;
    });
    if (among !== null) [kept, draft] = [among, await asDraft(among)];
  }
  if (draft === null) return { refused: ofDefaults };
  const keep = keeping(sections, kept, isOf, outcome);
  const small = await reduceDraft(draft, keep, async (candidate) =>
    isSame(outcome, await outcomeOfDraft(at, candidate)),
  );
  return replaced(at, small);
}

function countOf(items: Items): number {
  return [...items.values()].reduce((sum, list) => sum + list.length, 0);
}

const ofDefaults =
  'As a case, laid over rules/tests/defaults.yaml, its outcome is another, because the defaults fill in what the case does not say. Write the case by hand, and say in it what must not be filled in: docs/testing.md, "What a case does not say".';

/** The record's id stays, because a case is about somebody; if it came through, so do the values that it had, looked-up ones too. */
function keeping(
  sections: readonly SourceSection[],
  items: Items,
  isOf: (token: string) => boolean,
  { through }: Outcome,
) {
  const naming = new Naming(sections);
  const own = new Map(
    sections.map((section) => [
      section.name,
      (items.get(section.name) ?? []).map((item) =>
        (through && section.views.length === 0) || naming.own(section, item).some(isOf) ? item : null,
      ),
    ]),
  );
  const idPaths = new Map(sections.map(({ name, views }) => [name, views.flatMap((view) => view.idPaths.map(keyOf))]));
  return (section: string, at: number, path: readonly string[]): boolean => {
    const item = own.get(section)?.[at] ?? null;
    if (item === null) return false;
    if (path.length === 0) return true;
    if (idPaths.get(section)?.includes(keyOf(path)) === true) return true;
    return through && valueAt(item, path) !== undefined;
  };
}

function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** Whether a token is the id of the record, or a part of it; of a half, that of the record that is split. */
function isNamed(kind: string, id: string): (token: string) => boolean {
  return (token) => {
    const [of, field, , text] = JSON.parse(token) as [string, string, number, string];
    return of === kind && field === '' && (text === id || text === wholeOf(id));
  };
}

async function replaced(at: RecordAtHand, draft: Draft): Promise<MadeCase> {
  const values = new Set(
    scalarsOf(at.document)
      .map((value) => folded(textOf(value) ?? ''))
      .filter((value) => value !== ''),
  );
  const known = { ...at.known, values };
  const index = (await explainerOfDraft(at, draft))?.find(draft.kind.name, draft.id)?.index ?? -1;
  let isAnyFree = false;
  for (const way of ways(draft, known.formats, new Replacer(known, { seed: 0, days: 0, insideWords: false }))) {
    const replacer = new Replacer(known, way);
    const items = replacer.items(draft.items);
    if (items === null) continue;
    isAnyFree = true;
    const id = await idAtPlace(at, { ...draft, items }, index);
    if (id === null || replacer.leaves(id)) continue;
    const candidate = { ...draft, items, id };
    if (draft.date !== null && replacer.leaves(draft.date)) break;
    if (isDecidedAlike(draft.outcome, await outcomeOfDraft(at, candidate)))
      return { text: draftText(candidate), outcome: draft.outcome };
  }
  return {
    refused: isAnyFree
      ? 'Its outcome depends on values that are not in the configuration: with others in their place it is another. Write the case by hand, with invented values that decide alike.'
      : 'Some of its values cannot be replaced: whatever is put in their place has a value of the extract in it.',
  };
}

/** @param plain says which values may not be left */
function ways(draft: Draft, formats: Known['formats'], plain: Replacer): Way[] {
  const texts = [...draft.items.values()]
    .flat()
    .flatMap(scalarsOf)
    .flatMap((value) => textOf(value) ?? []);
  const shifts = shiftsFor(
    texts.filter((text) => plain.replaces(text)),
    formats,
    (text) => !plain.leaves(text),
  );
  return Array.from({ length: mostWays }, (_, seed) => seed).flatMap((seed) => {
    const days = shifts[seed % shifts.length];
    return days === undefined ? [] : [{ seed, days, insideWords: Math.floor(seed / shifts.length) % 2 === 1 }];
  });
}

/** The record is in the same place as before, whatever its id is now. */
async function idAtPlace(at: RecordAtHand, draft: Draft, index: number): Promise<string | null> {
  return (await explainerOfDraft(at, draft))?.ids(draft.kind.name)[index] ?? null;
}

async function firstSame(at: RecordAtHand, drafts: readonly Draft[]): Promise<Draft | null> {
  for (const draft of drafts) if (isSame(draft.outcome, await outcomeOfDraft(at, draft))) return draft;
  return null;
}

async function outcomeOfDraft(at: RecordAtHand, draft: Draft): Promise<Outcome | null> {
  const explainer = await explainerOfDraft(at, draft);
  return explainer === null ? null : outcomeOf(explainer, draft.kind, draft.id);
}

async function explainerOfDraft(at: RecordAtHand, draft: Draft): Promise<Explainer | null> {
  const read = await at.readCase(draftText(draft));
  if (read === null) return null;
  const [ready] = await readyCases(at.configuration.pipeline, [read], at.plans);
  if (ready === undefined || typeof ready.extract === 'string') return null;
  return Explainer.of(ready.extract, at.configurationOn(read.date), read.date, at.memory);
}

async function outcomeOfItems(at: RecordAtHand, sections: readonly SourceSection[], items: Items) {
  const { configuration, extract, today: date, kind, id } = at;
  const { pipeline } = configuration;
  const path = stepsOf(ofOneSchool(pipeline.source.school).path);
  let document = withValueAt(new Map(), path, JSON.stringify(extract.school));
  for (const { name } of sections) document = withValueAt(document, stepsOf(name), items.get(name) ?? []);
  const [ready] = await readyCases(pipeline, [{ date, document: () => toJson(document) }], at.plans);
  if (ready === undefined || typeof ready.extract === 'string') return null;
  return outcomeOf(await Explainer.of(ready.extract, configuration, date, at.memory), kind, id);
}

async function outcomeOf(explainer: Explainer, kind: RecordKind, id: string): Promise<Outcome | null> {
  const node = explainer.find(kind.name, id);
  if (node === null) return null;
  const rules = (await explainer.reasonsAgainst(node)).map(({ rule }) => rule);
  const through = explainer.comesThrough(node);
  return { through, rules: [...new Set(rules)].sort(), lookedUp: through ? lookedUpOf(kind, node) : [] };
}

/** The fields that have a value from another list: its entry matters to what comes through, although nothing is decided by it. */
function lookedUpOf(kind: RecordKind, { set, index }: Node): string[] {
  const fields = kind.fields.filter(({ source, further }) => [source, ...further].some(isLookup));
  return fields.flatMap(({ name }) =>
    set.rows.at(index, fieldIndex(kind.fields, name, kind.name)) === null ? [] : [name],
  );
}
