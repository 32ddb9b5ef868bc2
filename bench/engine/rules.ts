import { createHash } from 'node:crypto';
import { RuleBook, RuleMemory } from '../../src/decide/rule-book.js';
import { recordFacts } from '../../src/decide/facts.js';
import { RecordSet } from '../../src/decide/world.js';
import { Tables } from '../../src/table/tables.js';
import type { Value } from '../../src/table/value.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { makeRuleSet } from '../composition/engines.js';
import type { Values } from '../composition/world.js';
import { writeConfiguration } from '../configured.js';
import { today } from '../places.js';
import type { Way } from '../ways/way.js';
import { readContacts } from './contacts.js';
import { makeRules, type MadeRule } from './made-rules.js';
import { untilSteady } from './until-steady.js';

/** Whether rules hold: a list for each contact or for each rule, as the way has it. */
interface Judged {
  readonly by: 'contact' | 'rule';
  readonly holds: boolean[][];
}

type Judge = (contacts: readonly Values[], rules: readonly MadeRule[], folder: string) => () => Promise<Judged>;

const judges: Readonly<Record<string, Judge>> = { ours, engine, predicates };

/** Judges contacts by so many rules, in memory, again and again: what deciding costs without reading and writing. */
export const rules: Way = async ({ input, database, given }) => {
  const all = await readContacts(input);
  // Small schools have fewer contacts: then some are judged again.
  const contacts = Array.from({ length: Number(given.records) }, (_, at) => all[at % all.length]);
  return untilSteady(judges[given.judge](contacts, makeRules(Number(given.rules)), database), digest);
};

/** Remembered rules, called as the decision calls them: rule by rule for all records. */
function ours(contacts: readonly Values[], made: readonly MadeRule[], folder: string): () => Promise<Judged> {
  const because = 'It is one of many';
  const yaml = JSON.stringify(made.map(({ name, conditions, event }) => ({ name, because, conditions, event })));
  const config = writeConfiguration(folder, { 'rules/contacts.yaml': yaml });
  const configuration = readConfiguration(config, { set: [], today: () => today }).forSchool('');
  const kind = configuration.pipeline.records.find(({ name }) => name === 'contacts');
  if (kind === undefined) throw new Error('the pipeline has no contacts');
  const rows = contacts.map((contact, at) => ({
    ...{ ids: [String(at)], position: at, key: '' },
    values: kind.fields.map(({ name }) => (contact[name] ?? null) as Value),
  }));
  const ids = rows.map(({ ids: [id] }) => id);
  const set = new RecordSet(kind, ids, Tables.of([kind], new Map([[kind.name, rows]])).of(kind.name));
  const book = new RuleBook(configuration, today, new RuleMemory());
  const indexes = ids.map((_, at) => at);
  return async () => {
    const holds: boolean[][] = [];
    for (const rule of book.rulesThatJudge('contacts')) {
      const holdsAt = await book.prepare(rule, recordFacts(set))(indexes);
      holds.push(indexes.map((at) => holdsAt(at)));
    }
    return { by: 'rule', holds };
  };
}

/** `engine.run` for each record, with only the facts that rules read. */
function engine(contacts: readonly Values[], made: readonly MadeRule[]): () => Promise<Judged> {
  const set = makeRuleSet(made);
  const numbers = new Map(made.map(({ name }, number) => [name, number]));
  return async () => {
    const found: boolean[][] = [];
    for (const contact of contacts) {
      const { results } = await set.engine.run(Object.fromEntries(set.facts.map((fact) => [fact, contact[fact]])));
      const holds = made.map(() => false);
      for (const { name } of results) holds[numbers.get(name) ?? 0] = true;
      found.push(holds);
    }
    return { by: 'contact', holds: found };
  };
}

function predicates(contacts: readonly Values[], made: readonly MadeRule[]): () => Promise<Judged> {
  return () =>
    Promise.resolve({
      by: 'contact',
      holds: contacts.map((contact) => made.map(({ predicate }) => predicate(contact))),
    });
}

function digest({ by, holds }: Judged): string {
  const byContact = by === 'contact' ? holds : (holds[0] ?? []).map((_, at) => holds.map((rule) => rule[at]));
  return createHash('sha256').update(JSON.stringify(byContact)).digest('hex');
}
