import { nowhere, type End } from '../decide/world.js';
import type { Value } from '../table/value.js';
import { dimensionOf, put, type Chosen } from './choices.js';
import type { Mend } from './corrections.js';
import { addedValues, type Edit } from './draft.js';
import type { WholeLink } from './edited-source.js';
import type { Joining } from './joining.js';
import type { Perhaps, Sketch, SketchedLink } from './judge.js';
import { openingWays } from './link-ways.js';
import { changed, type Made } from './made.js';
import type { MakingTools } from './making-tools.js';
import { partnersThrough } from './partners.js';
import { passingValues } from './passing-values.js';

/** A reference to a record that the extract does not have. */
interface Reference {
  readonly link: number;
  /** The end where the record is missing. */
  readonly missing: End;
  readonly ids: readonly [string, string];
  readonly before: WholeLink;
}

/** Ways to mend a reference to nothing: add the record, or let the reference name one that comes through. */
export function* referenceWays(
  tools: MakingTools,
  joining: Joining,
  { node, missing, said }: Mend,
  { edits, corrections }: Made,
): Generator<Made> {
  const { source } = tools;
  if (missing === null || said === null) return;
  const { links, records } = missing;
  const ids = links.idsAt(node.index);
  const made: Made = { edits, corrections: [...corrections, { correction: said, isChoice: false }] };
  if (addedValues(edits, records.kind.name, ids[missing.side]) !== null) {
    yield made;
    return;
  }
  const reference = { link: node.index, missing, ids, before: source.link(links, node.index, edits) };
  yield* added(tools, joining, reference, made);
  yield* pointed(tools, reference, made);
}

/** Adds the record that it names. */
function* added(tools: MakingTools, joining: Joining, reference: Reference, made: Made): Generator<Made> {
  const { judge, search } = tools;
  const { link, missing } = reference;
  const { links, records, side } = missing;
  const { kind: to } = records;
  const id = reference.ids[side];
  const passing = passingValues(tools, to);
  if (passing === null) return;
  const withValues = (values: readonly Value[]): Generator<Made> => {
    const edits: Edit[] = [...made.edits, { type: 'add', kind: to.name, id, values }];
    return joining.qualified({ set: records, id, index: nowhere, values }, { ...made, edits }, 1);
  };
  const dimensions = judge.readsAt(links.kind, side).map((field) => dimensionOf(judge, to, field, passing));
  const fails = (chosen: Chosen): boolean => {
    const record: Sketch = { id, values: put<Perhaps>(passing, dimensions, chosen) };
    if (judge.valueRules(to.name).some((rule) => judge.fails(rule, to, record))) return true;
    return judge.faults(links.kind, withEnd(reference, record)).length > 0;
  };
  let isFound = false;
  for (const changes of search.changes(dimensions, fails, { fewest: 0 })) {
    isFound = true;
    yield* withValues(changed(passing, changes));
  }
  if (isFound) return;
  // Whatever the new record's values, something else that the link's own rules read has to change.
  for (const one of withValues(passing)) yield* openingWays(tools, links, link, one);
}

/** Lets it name another record. */
function* pointed(tools: MakingTools, reference: Reference, made: Made): Generator<Made> {
  const { source, judge, search } = tools;
  const { link, missing, ids } = reference;
  const { links, other } = missing;
  const { kind } = links;
  const index = other.at[link];
  if (index === nowhere) return;
  const owner = source.record(other.records, index, made.edits);
  for (const partner of partnersThrough(tools, other, owner, made.edits)) {
    if (search.hasAskedEnough() || judge.faults(kind, withEnd(reference, partner)).length > 0) continue;
    const to = missing.pair(partner.id, ids[other.side]);
    yield { ...made, edits: [...made.edits, { type: 'point', kind: kind.name, ids, to }] };
  }
}

/** The link, with a record at the end where it is missing. */
function withEnd({ missing, before }: Reference, record: Sketch): SketchedLink {
  return { ...before, ends: missing.pair(record, before.ends[missing.other.side]) };
}
