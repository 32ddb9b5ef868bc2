import type { Node } from '../../decide/given.js';
import { fieldIndex } from '../../decide/facts.js';
import { placeIn } from '../../decide/findings.js';
import { putIds } from '../../decide/records-by.js';
import type { Solved } from '../../decide/solved.js';
import { storedAs } from '../../decide/stored-as.js';
import { LinkSet, type End, type RecordSet } from '../../decide/world.js';
import type { Field } from '../../pipeline/pipeline.js';
import { splitOf, valuesSetBy, type Rule, type SetValue } from '../../pipeline/rules/rule.js';
import type { Table } from '../../table/table.js';
import type { Value } from '../../table/value.js';
import type { Of } from '../explanation.js';
import { replay, type Replayed } from './replay.js';

/** Which half a value was shared out to. */
export interface SharedOut {
  readonly rule: Rule;
  readonly half: 1 | 2;
}

/** A value of a record or link, and what gave it. */
export interface GivenValue {
  readonly field: Field;
  /** What is stored, or would be if it came through. */
  readonly stored: Value;
  /** What rules see of it, if `store` or `otherwise` makes something else of it. */
  readonly seen: Value;
  readonly by: 'source' | 'rule' | 'link' | 'constant' | 'nothing';
  /** Index in the section of the entry that has it; of a blank, of the first entry. Null if nothing is read. */
  readonly position: number | null;
  /** That section, if the kind is read from several. */
  readonly section: string | null;
  /** How many entries before that have the same id and a blank. */
  readonly blanksBefore: number;
  readonly rule: Rule | null;
  readonly set: SetValue | null;
  readonly shared: SharedOut | null;
  /** The link that filled it in while the field was blank, and the field there. */
  readonly link: (Of & { readonly field: Field }) | null;
}

/**
 * @param replayed the record, or the row of the link
 * @param further more rows that make the link, in their order
 */
export async function valuesOf(
  solved: Solved,
  node: Node,
  replayed: Replayed,
  further: readonly Replayed[] = [],
): Promise<GivenValue[]> {
  const { set, index } = node;
  const read = new Read(solved, set);
  const values: GivenValue[] = [];
  for (const [at, field] of set.kind.fields.entries()) {
    if (!field.kept) continue;
    const value = set.rows.at(index, at);
    const link = fillingLink(solved, node, field, replayed.judged[at]);
    const row = [replayed, ...further].find(({ judged }) => judged[at] === value) ?? replayed;
    const plain = {
      field,
      rule: null,
      set: null,
      shared: null,
      link: null,
      position: null,
      section: null,
      blanksBefore: 0,
    };
    // A link's field that stores what was read leaves it to the record's.
    const by = link === null || link.field.store === null ? field : link.field;
    const stored = storedAs(by, value);
    const about = { ...plain, stored, seen: value };
    const setBy = row.asked.find(
      ({ rule, fields }) => valuesSetBy(rule).has(field.name) && fields.includes(field.name),
    );
    if (link !== null) values.push({ ...about, by: 'link', link });
    else if (setBy !== undefined)
      values.push({ ...about, by: 'rule', rule: setBy.rule, set: valuesSetBy(setBy.rule).get(field.name) ?? null });
    else if (field.source === null) values.push({ ...about, by: field.constant === null ? 'nothing' : 'constant' });
    else values.push({ ...about, ...read.of(row, at), shared: await sharedOut(solved, node, row, at) });
  }
  return values;
}

/** Finds which entries of the extract a value is from. */
class Read {
  readonly #rows: Table;

  constructor(
    { extract }: Solved,
    private readonly set: RecordSet | LinkSet,
  ) {
    this.#rows = extract.tables.copy().of(set.kind.name);
    if (set instanceof LinkSet) putIds(this.#rows, set.by);
  }

  of({ set, origin }: Replayed, field: number): Pick<GivenValue, 'by' | 'position' | 'section' | 'blanksBefore'> {
    const rows = this.#entries(set, origin);
    const found = rows.findIndex((row) => this.#rows.at(row, field) !== null);
    if (found < 0) return { by: 'nothing', ...placeIn(set.rows, origin), blanksBefore: 0 };
    return { by: 'source', ...placeIn(this.#rows, rows[found]), blanksBefore: found };
  }

  /** Those that were united; rows that are kept apart are one entry each. */
  #entries({ rows }: RecordSet | LinkSet, origin: number): readonly number[] {
    if (this.set instanceof LinkSet && this.set.apart !== null) return [origin];
    const ids = this.set instanceof LinkSet ? [rows.id(origin, 0), rows.id(origin, 1)] : [rows.id(origin)];
    return [...this.#rows.rowsWith(ids)];
  }
}

async function sharedOut(solved: Solved, { set }: Node, row: Replayed, field: number): Promise<SharedOut | null> {
  if (row.read[field] === row.afterSplit[field]) return null;
  if (!(set instanceof LinkSet)) {
    const by = row.asked.find(({ rule, fields }) => splitOf(rule) !== null && fields.length > 0);
    return by === undefined ? null : { rule: by.rule, half: row.isSecondHalf ? 2 : 1 };
  }
  for (const end of (row.set as LinkSet).ends) {
    const half = halfAt(end, row);
    if (half === null) continue;
    const { asked, isSecondHalf } = await replay(solved, end.records.kind.name, half);
    const by = asked.find(
      ({ rule, holds }) => holds && splitOf(rule)?.share.some(({ link }) => link === set.kind.name),
    );
    if (by !== undefined) return { rule: by.rule, half: isSecondHalf ? 2 : 1 };
  }
  return null;
}

/** The record at an end of a row of links, if it is one of two halves. */
function halfAt({ at, records }: End, { index }: Replayed): number | null {
  return records.otherHalf.has(at[index]) ? at[index] : null;
}

/** The link that filled a blank in, the same that the decision took. */
function fillingLink(
  { solution }: Solved,
  { set, index }: Node,
  { else: from, name }: Field,
  judged: Value,
): GivenValue['link'] {
  if (set instanceof LinkSet || from === null || judged !== null) return null;
  if (set.rows.at(index, fieldIndex(set.kind.fields, name, set.kind.name)) === null) return null;
  const end = set.ends.find(({ links }) => links.kind.name === from.link);
  if (end === undefined) return null;
  const { links, other } = end;
  const at = fieldIndex(links.kind.fields, from.field, links.kind.name);
  const field = links.kind.fields[at];
  const found = other
    .inOrder(solution.linksThrough(end, index))
    .find((link) => storedAs(field, links.rows.at(link, at)) !== null);
  return found === undefined ? null : { kind: links.kind.name, id: links.idsAt(found), field };
}
