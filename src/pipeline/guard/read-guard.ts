import { isMap, isNode, isScalar, isSeq, type Node } from 'yaml';
import type { Threshold } from './guard.js';
import { guardParts, type GuardEntries, type GuardEntry, type Pause } from './guard-entries.js';
import type { LinkKind } from '../pipeline.js';
import { readDay, readDays } from './read-days.js';
import type { Entries, YamlFile } from '../yaml/yaml-file.js';

/** What a file, pipeline.yaml or a layer over it, says under `guard` and `pause`; what is wrong is noted on the file. */
export function readGuard(file: YamlFile, top: Entries, links: readonly LinkKind[]): GuardEntries {
  const guard = top.get('guard');
  const pause = top.get('pause');
  const retired = readDay(file, top, 'retired');
  return {
    guard: guard === undefined ? [] : readParts(file, guard.node, links),
    pauses: pause === undefined ? [] : oneOrList(pause.node).flatMap((node) => readPause(file, node)),
    retired: retired === null ? null : { day: retired, place: file.place(top.get('retired')?.node ?? null) },
  };
}

function readParts(file: YamlFile, node: Node | null, links: readonly LinkKind[]): GuardEntry[] {
  const entries = file.readMap(node, 'guard', guardParts);
  const said = (part: GuardEntry['part']) => {
    const entry = entries.get(part);
    return entry === undefined ? [] : [entry.node];
  };
  const always = (inner: Node | null) => ({ from: null, until: null, place: file.place(inner) });
  return [
    ...(['removals', 'changes'] as const).flatMap((part) =>
      said(part)
        .flatMap(oneOrList)
        .flatMap((inner) => readThreshold(file, inner, part)),
    ),
    ...said('hold').flatMap((inner): GuardEntry[] => {
      const value = file.readOneOf(inner, 'hold', ['all', 'removals'] as const);
      return value === null ? [] : [{ part: 'hold', value, ...always(inner) }];
    }),
    ...said('letGo').map((inner): GuardEntry => {
      const names = links.map(({ name }) => name);
      const value = file
        .readOnce(inner, 'letGo')
        .flatMap((item) => file.readOneOf(item, 'A kind of link in letGo', names, 'unknown-kind') ?? []);
      return { part: 'letGo', value, ...always(inner) };
    }),
    ...said('firstLoad').flatMap((inner): GuardEntry[] => {
      const value = file.readOneOf(inner, 'firstLoad', ['hold', 'load'] as const);
      return value === null ? [] : [{ part: 'firstLoad', value, ...always(inner) }];
    }),
  ];
}

function readThreshold(file: YamlFile, node: Node | null, part: 'removals' | 'changes'): GuardEntry[] {
  const place = file.place(node);
  if (isScalar(node)) return [{ part, value: { share: readShare(file, node, part) }, from: null, until: null, place }];
  const entries = file.readMap(node, part, ['share', 'above', 'from', 'until']);
  if (!isMap(node)) return [];
  const share = entries.get('share');
  const above = entries.get('above');
  if (share === undefined && above === undefined) file.require(entries, 'share', node, part, 'Or one "above".');
  const value: Partial<Threshold> = {
    ...(share === undefined ? {} : { share: readShare(file, share.node, 'share') }),
    ...(above === undefined ? {} : { above: file.readCount(above.node, 'above') }),
  };
  return [{ part, value, ...readDays(file, entries, `what it says of ${part}`), place }];
}

const percent = /^(\d+(?:\.\d+)?) ?%$/;

function readShare(file: YamlFile, node: Node | null, what: string): number {
  const value = isScalar(node) ? node.value : null;
  const share = typeof value === 'string' ? Number(percent.exec(value)?.[1]) : value;
  if (typeof share === 'number' && share >= 0 && share <= 100) return share;
  file.problem(node, 'wrong-type', `${what} must be a share of 0 % to 100 %.`, 'Write it like 10 % or 12.5 %.');
  return 0;
}

/** A pause without an end would be forgotten, and the school with it. */
function readPause(file: YamlFile, node: Node | null): Pause[] {
  const entries = file.readMap(node, 'a pause', ['from', 'until']);
  if (!isMap(node)) return [];
  file.require(entries, 'from', node, 'A pause');
  file.require(entries, 'until', node, 'A pause', 'Without a last day it would be forgotten.');
  const { from, until } = readDays(file, entries, 'the pause');
  return from === null || until === null ? [] : [{ from, until, place: file.place(node) }];
}

function oneOrList(node: Node | null): readonly (Node | null)[] {
  return isSeq(node) ? node.items.filter(isNode) : [node];
}
