import { recordIdOf } from '../../explain/explanation.js';
import type { PassedOverFiles } from '../../extract/bytes/files-of.js';
import type { Looked, UnseenSchool } from '../../load/runs/feeds.js';
import { byCodeUnit } from '../../pipeline/text/text.js';
import { placeIn } from '../../run/places.js';
import { addReasons, type ReasonCount } from '../../run/reasons.js';
import { areAllWell, type SchoolReport } from '../../run/run-result.js';
import { partName } from '../../run/shard.js';
import type { RunReport } from '../run/run-report.js';
import type { Part } from './fit.js';

/** What the parts of a night say together, as one run of all their inputs would have said it. */
export interface Joined {
  readonly report: RunReport;
  readonly reasons: readonly ReasonCount[];
  /** What the parts could not note, each with its part. */
  readonly trouble: readonly string[];
  /** As of a run; what is expected to arrive is another question. */
  readonly isWell: boolean;
}

/** @param parts all of one night (`fitTogether`) */
export function join(parts: readonly Part[]): Joined {
  const inOrder = [...parts].sort((a, b) => a.shard.number - b.shard.number);
  const results = inOrder.map(({ result }) => result);
  const schools = schoolsOf(inOrder);
  const reasons = new Map<string, ReasonCount>();
  for (const { part } of inOrder) addReasons(reasons, part.reasons.map(reasonIn), true);
  const purge = purgeOf(inOrder);
  const passedOver = passedOverBy(results.flatMap((result) => result.passedOver ?? []));
  const trouble = inOrder.flatMap(({ shard, part }) =>
    part.trouble.map((message) => `Part ${partName(shard)}: ${message}`),
  );
  const report: RunReport = {
    schools,
    ...unseenBy(inOrder),
    purge,
    // They may have worked at the same time.
    seconds: Math.max(...results.map(({ seconds }) => seconds)),
    ...(passedOver.length > 0 ? { passedOver } : {}),
    ...(results.some(({ interrupted }) => interrupted === true) ? ({ interrupted: true } as const) : {}),
  };
  const cameOnce = schools.every(({ cameTwice }) => cameTwice === undefined);
  const isWell = areAllWell(schools) && cameOnce && trouble.length === 0 && purge !== null;
  return { report, reasons: [...reasons.values()], trouble, isWell };
}

/** All schools in the order of all inputs; of one that several parts have, each says so. */
function schoolsOf(parts: readonly Part[]): SchoolReport[] {
  const all = parts.flatMap(({ result, part, shard }) => {
    const releasable = new Set(part.releasable);
    return result.schools.map(({ drift, ...school }, at) => {
      const document = part.documents[at] ?? 0;
      const whole: SchoolReport = {
        ...school,
        document,
        ...(school.school !== null && releasable.has(school.school) ? ({ releasable: true } as const) : {}),
        ...(drift === undefined ? {} : { drift: drift.map((one) => ({ ...one, id: recordIdOf(one) })) }),
      };
      return { school: whole, part: partName(shard), place: placeIn(document, part.inputs) };
    });
  });
  const partsOf = new Map<string, Set<string>>();
  for (const { school, part } of all)
    if (school.school !== null) partsOf.set(school.school, (partsOf.get(school.school) ?? new Set()).add(part));
  return all
    .sort((a, b) => a.place.input - b.place.input || a.place.at - b.place.at)
    .map(({ school }) => {
      const having = partsOf.get(school.school ?? '') ?? new Set();
      return having.size > 1 ? { ...school, cameTwice: [...having] } : school;
    });
}

/** A school that a part did not see may have moved to another. */
function unseenBy(parts: readonly Part[]): Looked {
  const met = new Set(parts.flatMap(({ result }) => result.schools.map(({ school }) => school)));
  const unseen = new Map<string, UnseenSchool>();
  for (const { result } of parts)
    for (const one of result.unseen) {
      const known = unseen.get(one.school)?.lastMet ?? '';
      if (!met.has(one.school) && (!unseen.has(one.school) || (one.lastMet ?? '') > known)) unseen.set(one.school, one);
    }
  return {
    unseen: [...unseen.values()].sort((a, b) => byCodeUnit(a.school, b.school)),
    cannotKnow: parts.some(({ result }) => result.unseenUnknown === true) && 'first run',
  };
}

/** Done if every part purged; held if one put it off. */
function purgeOf(parts: readonly Part[]): RunReport['purge'] {
  if (parts.some(({ result }) => result.purge === null)) return null;
  const held = parts.find(({ part }) => part.purgeGap !== undefined);
  return held?.part.purgeGap === undefined ? { status: 'done' } : { status: 'held', gap: held.part.purgeGap };
}

function passedOverBy(all: readonly PassedOverFiles[]): PassedOverFiles[] {
  return [...new Map(all.map((files) => [JSON.stringify(files), files])).values()];
}

function reasonIn({ example, ...reason }: Part['part']['reasons'][number]): ReasonCount {
  const { kind } = reason;
  return { ...reason, example: example === null ? null : { ...example, id: recordIdOf({ kind, id: example.id }) } };
}
