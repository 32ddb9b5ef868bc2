import { nowhere, type LinkSet } from '../decide/world.js';
import type { Value } from '../table/value.js';
import { notKnown } from '../pipeline/rules/evaluate.js';
import type { LinkKind, RecordKind } from '../pipeline/pipeline.js';
import type { Rule } from '../pipeline/rules/rule.js';
import { inTurn } from './change-search.js';
import { dimensionOf, putAt, type Change, type Chosen, type Dimension } from './choices.js';
import type { Mend } from './corrections.js';
import type { Edit } from './draft.js';
import type { Owner, WholeLink } from './edited-source.js';
import type { Id } from './explanation.js';
import type { Judge, Perhaps, ValuePlace, Sketch, SketchedLink } from './judge.js';
import { named, sources, written, type Made, type NamedCorrection } from './made.js';
import type { MakingTools } from './making-tools.js';
import { openLinks } from './open-links.js';
import { otherPlaces, type Placed } from './places.js';
import { linkSourceId } from './source-id.js';

type LinkMend = Pick<Mend, 'via' | 'said'> & { readonly node: Pick<Mend['node'], 'index'> };

/** A link, and the rule that is to hold for it. */
interface Adjusting {
  readonly mend: LinkMend;
  readonly rule: Rule;
  readonly links: LinkSet;
  readonly ids: readonly [string, string];
  readonly before: WholeLink;
  /** The rules that fail now. */
  readonly faults: readonly Rule[];
  /** The records at its ends; null if the extract does not have one. */
  readonly owners: readonly (Owner | null)[];
  readonly made: Made;
}

/** Ways to make a rule of a link hold: other values of its own or of either end, or another key that names it. */
export function* linkWays(tools: MakingTools, mend: LinkMend, rule: Rule, links: LinkSet, made: Made): Generator<Made> {
  const { source, judge } = tools;
  const { kind } = links;
  const link = mend.node.index;
  const before = source.link(links, link, made.edits);
  const faults = judge.faults(kind, before);
  if (!faults.includes(rule)) {
    yield made;
    return;
  }
  const ids = linkSourceId(links, link);
  const owners = links.ends.map(({ records, at }) =>
    at[link] === nowhere ? null : source.record(records, at[link], made.edits),
  );
  const adjusting: Adjusting = { mend, rule, links, ids, before, faults, owners, made };
  const reads = judge.readsOfLink(kind, rule);
  const all = [...reads, ...judge.rulesOf(kind.name).flatMap((one) => judge.readsOfLink(kind, one))];
  const asItStands = [null];
  const places = judge.readsKeys(kind, rule) ? [null, ...otherPlaces(links, ids, before.keys, made.edits)] : asItStands;
  const turns = [
    { some: reads.filter(({ at }) => at === mend.via), among: mend.via === 'own' ? places : asItStands },
    { some: reads, among: places },
    { some: onceEach(all), among: places },
  ];
  yield* inTurn(turns, function* ({ some, among }) {
    const dimensions = some
      .map((read) => dimensionOfRead(judge, links, read, before))
      .filter(({ options }) => options.length > 0);
    for (const place of among)
      for (const changes of changesAt(tools, adjusting, dimensions, place)) yield adjusted(adjusting, place, changes);
  });
}

/** Ways to make all of a link's own rules hold, one after another. */
export function* openingWays(
  tools: MakingTools,
  links: LinkSet,
  link: number,
  made: Made,
  most = Infinity,
): Generator<Made> {
  const faults = tools.judge.faults(links.kind, tools.source.link(links, link, made.edits));
  if (faults.length >= most) return;
  const [rule] = faults as readonly (Rule | undefined)[];
  if (rule === undefined) {
    yield made;
    return;
  }
  for (const one of linkWays(tools, { node: { index: link }, via: 'own', said: null }, rule, links, made))
    yield* openingWays(tools, links, link, one, faults.length);
}

/** Changes that make the rule hold for the link at that place, without breaking what holds now. */
function changesAt(
  tools: MakingTools,
  { rule, links: { kind }, before, faults, owners, made }: Adjusting,
  dimensions: readonly Dimension<ValuePlace>[],
  place: Placed | null,
): Generator<readonly Change<ValuePlace>[]> {
  const { judge, search } = tools;
  const after = (chosen: Chosen): SketchedWholeLink => withChosen(before, dimensions, chosen, place);
  const fails = (chosen: Chosen): boolean => {
    const sketched = after(chosen);
    const left = judge.faults(kind, sketched);
    if (left.includes(rule) || left.some((one) => !faults.includes(one))) return true;
    return owners.some(
      (owner, end) => owner !== null && !judge.keepsRules(owner.set.kind, owner, sketched.ends[end].values),
    );
  };
  const worth = (chosen: readonly Value[]): number => {
    let open = 0;
    for (const [end, owner] of owners.entries()) {
      const isChanged = dimensions.some(({ place: { at }, now }, which) => at === end && chosen[which] !== now);
      if (owner === null || !isChanged) continue;
      open += openLinks(tools, owner, after(chosen).ends[end].values as readonly Value[], made.edits);
    }
    return open;
  };
  return search.changes(dimensions, fails, { worth, fewest: place === null ? 1 : 0 });
}

function adjusted(
  { mend, rule, links, ids, made }: Adjusting,
  place: Placed | null,
  changes: readonly Change<ValuePlace>[],
): Made {
  const { kind } = links;
  const edits: Edit[] = [...made.edits, ...(place?.first ?? [])];
  const corrections: NamedCorrection[] = [...made.corrections];
  const changesOf = (where: ValuePlace['at']) =>
    changes.flatMap(([{ at, field }, value]): Change<number>[] => (at === where ? [[field, value]] : []));
  const name = (of: LinkKind | RecordKind, id: Id, there: readonly Change<number>[], keys: readonly string[] = []) => {
    const fields = there.map(([field]) => field);
    corrections.push(named(mend.said, rule, { kind: of.name, id }, [...keys, ...sources(of, fields)]));
  };
  const own = changesOf('own');
  for (const [field, value] of own) edits.push({ type: 'write link', kind: kind.name, ids, field, value });
  if (place !== null || own.length > 0) name(kind, ids, own, place === null ? [] : [place.key]);
  for (const { side, records } of links.ends) {
    const there = changesOf(side);
    if (there.length === 0) continue;
    edits.push(...written(records.kind.name, ids[side], there));
    name(records.kind, ids[side], there);
  }
  return { edits, corrections };
}

interface SketchedWholeLink extends SketchedLink {
  readonly ends: readonly [Sketch, Sketch];
}

function withChosen(
  before: WholeLink,
  dimensions: readonly Dimension<ValuePlace>[],
  chosen: Chosen,
  place: Placed | null,
): SketchedWholeLink {
  const end = (side: 0 | 1): Sketch => {
    const one = before.ends[side];
    return { ...one, values: putAt(side, one.values, dimensions, chosen) };
  };
  const isAlso = place?.first.some(({ type }) => type === 'link') === true;
  const keys = place === null ? before.keys : isAlso ? [...before.keys, place.key] : [place.key];
  return { ...before, ends: [end(0), end(1)], values: putAt('own', before.values, dimensions, chosen), keys };
}

function dimensionOfRead(
  judge: Judge,
  links: LinkSet,
  read: ValuePlace,
  { ends, values }: WholeLink,
): Dimension<ValuePlace> {
  const { at, field } = read;
  const { kind } = at === 'own' ? links : links.ends[at].records;
  const own = at === 'own' ? values : ends[at].values;
  if (!isKnown(own)) return { place: read, also: [], now: null, options: [] };
  const dimension = dimensionOf(judge, kind, field, own);
  return { ...dimension, place: read, also: dimension.also.map((twin) => ({ at, field: twin })) };
}

function isKnown(values: readonly Perhaps[]): values is readonly Value[] {
  return !values.includes(notKnown);
}

function onceEach(reads: readonly ValuePlace[]): ValuePlace[] {
  return [...new Map(reads.map((read) => [`${String(read.at)} ${String(read.field)}`, read])).values()];
}
