import { holding, type RuleSet, type Rules } from './engines.js';
import { splitContact, type LinkThing, type RecordThing, type Thing, type World } from './world.js';

/** Which facts the engine gets: those that the rules read, or everything known about a record. */
export type FactsGiven = 'read' | 'all';

/** How a kind's links to the other end are counted. */
const counts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  students: { contactLinks: 'contactCount', classStudents: 'classCount', groupStudents: 'groupCount' },
  contacts: { contactLinks: 'studentCount' },
  teachers: { classTeachers: 'classCount' },
  classes: { classStudents: 'studentCount', classTeachers: 'teacherCount' },
  groups: { groupStudents: 'studentCount' },
};

/** Runs `engine.run` for each record and link that rules are about: splits, roles, then the largest set that holds. */
export async function decideWorld(world: World, rules: Rules, given: FactsGiven): Promise<void> {
  const facts = (set: RuleSet, all: Record<string, unknown>): Record<string, unknown> => {
    if (given === 'all') return { ...rules.options, ...all };
    return Object.fromEntries(set.facts.map((name) => [name, all[name] ?? rules.options[name] ?? null]));
  };
  for (const contact of [...(world.records.get('contacts')?.values() ?? [])]) {
    const held = await holding(rules.combined, facts(rules.combined, contact.values));
    if (held.length > 0) splitContact(world, contact, rules.share);
  }
  for (const link of world.links.get('classTeachers')?.values() ?? []) {
    const [ofClass] = link.records;
    if (ofClass === null) continue;
    const all = { fields: link.fields, 'class.type': ofClass.values.type ?? null };
    const [first] = await holding(rules.roles, facts(rules.roles, all));
    link.values.role = first?.event.params?.role ?? null;
  }
  await solve(world, async (kind, all) => {
    const set = rules.require.get(kind);
    if (set === undefined || set.rules.length === 0) return true;
    const { results } = await set.engine.run(facts(set, all));
    return results.length === set.rules.length;
  });
}

type Holds = (kind: string, facts: Record<string, unknown>) => Promise<boolean>;

async function solve(world: World, holds: Holds): Promise<void> {
  for (const links of world.links.values()) {
    for (const link of links.values()) {
      const [first, second] = link.records;
      link.through = first !== null && second !== null && (await holds(link.kind, link.values));
      first?.links.push(link);
      second?.links.push(link);
    }
  }
  let unsure = new Set([...world.records.values()].flatMap((records) => [...records.values()]));
  while (unsure.size > 0) {
    const failing: RecordThing[] = [];
    for (const record of unsure) {
      if (!(await holds(record.kind, { ...record.values, ...countsOf(record) }))) failing.push(record);
    }
    unsure = new Set();
    for (const record of failing) record.through = false;
    for (const record of failing) {
      for (const link of record.links.filter(isThrough)) {
        link.through = false;
        for (const end of link.records) if (end?.through === true) unsure.add(end);
      }
    }
  }
}

function countsOf(record: RecordThing): Record<string, number> {
  const names = counts[record.kind];
  const found = Object.fromEntries(Object.values(names).map((name) => [name, 0]));
  for (const link of record.links) if (link.through) found[names[link.kind]]++;
  return found;
}

export function isThrough({ through }: Thing): boolean {
  return through;
}

/** The links of a contact that come through, in the order of their student ids. */
export function linksThrough(record: RecordThing): LinkThing[] {
  return record.links.filter(isThrough).sort((a, b) => (a.ends[0] < b.ends[0] ? -1 : 1));
}
