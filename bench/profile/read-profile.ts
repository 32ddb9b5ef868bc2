import type { Cells } from '../report/words.js';

/** What we read of a `node --cpu-prof` file. */
export interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

type Node = Profile['nodes'][number];

/** The path of a file of ours in src/, or the package, or V8's name for it. */
function placeOf({ callFrame: { url, functionName } }: Node): string {
  const own = /\/dist\/((?:src|bench)\/.*)\.js$/.exec(url)?.[1];
  if (own !== undefined) return `${own}.ts`;
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (inPackage !== undefined) return inPackage;
  return url === '' ? functionName : url.replace(/^node:internal\/modules.*/, 'node:internal/modules');
}

/** Microseconds of each node, without what it called. */
function selfTimes(profile: Profile): Map<number, number> {
  const times = new Map<number, number>();
  profile.samples.forEach((id, at) => times.set(id, (times.get(id) ?? 0) + (profile.timeDeltas[at] ?? 0)));
  return times;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

function milliseconds(microseconds: number): string {
  return (microseconds / 1000).toFixed(0);
}

/** The functions that take most of the time themselves. */
export function bySelfTime(profile: Profile, top: number): Cells {
  const times = selfTimes(profile);
  const functions = new Map<string, { name: string; place: string; time: number }>();
  for (const node of profile.nodes) {
    const place = placeOf(node);
    const name = node.callFrame.functionName || '(anonymous)';
    const key = `${name} ${place} ${String(node.callFrame.lineNumber)}`;
    const known = functions.get(key) ?? { name, place, time: 0 };
    known.time += times.get(node.id) ?? 0;
    functions.set(key, known);
  }
  const all = [...functions.values()].sort((a, b) => b.time - a.time);
  const whole = all.reduce((total, { time }) => total + time, 0);
  const rows = all.slice(0, top).map(({ name, place, time }) => [name, share(time, whole), milliseconds(time), place]);
  return [['function', 'self', 'ms', 'where'], ...rows];
}

/**
 * The time of each of our files: all that it and the packages that it called took, without our other files. What runs
 * with none of our files on the stack has its own name.
 */
export function byStage(profile: Profile): Cells {
  const times = selfTimes(profile);
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const byFolder = new Map<string, number>();
  const byFile = new Map<string, number>();
  const visit = (node: Node, owner: string | null): void => {
    const place = placeOf(node);
    const own = place.startsWith('src/') ? place : owner;
    const name = own ?? (place.startsWith('node:internal/modules') ? 'loading modules' : place);
    const time = times.get(node.id) ?? 0;
    byFile.set(name, (byFile.get(name) ?? 0) + time);
    const folder = /^src\/[^/]+/.exec(name)?.[0] ?? name;
    byFolder.set(folder, (byFolder.get(folder) ?? 0) + time);
    for (const child of node.children ?? []) {
      const next = nodes.get(child);
      if (next !== undefined) visit(next, own);
    }
  };
  visit(profile.nodes[0], null);
  const whole = [...byFolder.values()].reduce((total, time) => total + time, 0);
  const rows = [...byFolder]
    .sort(([, a], [, b]) => b - a)
    .flatMap(([folder, time]) => {
      const files = [...byFile].filter(([file]) => file.startsWith(`${folder}/`)).sort(([, a], [, b]) => b - a);
      return [
        [folder, share(time, whole), milliseconds(time)],
        ...files.slice(0, 8).map(([file, part]) => [`  ${file}`, share(part, whole), milliseconds(part)]),
      ];
    });
  return [['stage', 'time', 'ms'], ...rows.slice(0, 40)];
}
