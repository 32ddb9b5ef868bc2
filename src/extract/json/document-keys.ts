import { slip, nearest } from '../../pipeline/text/did-you-mean.js';
import { stepOf, stepsOf } from '../../pipeline/source/source-path.js';
import { byItself } from '../../pipeline/text/stored-text.js';
import type { DocumentNode } from '../plan/document-plan.js';
import { looksLikeId } from '../survey/hide-keys.js';

/** How many keys of one object are remembered, to name the one that may be meant, and how long they may be. */
const mostUnread = 200;
const longestUnread = 100;

interface Missing {
  readonly around: DocumentNode;
  readonly before: readonly string[];
  readonly key: string;
  /** The steps after it. */
  readonly after: readonly string[];
}

/** Which keys have come on the way to the sections of a document, and which stand beside these and are read by nothing. */
export class DocumentKeys {
  readonly #met = new Set<DocumentNode>();
  /** By object, each key and whether a list or an object is behind it. */
  readonly #unread = new Map<DocumentNode, Map<string, boolean>>();

  constructor(private readonly root: DocumentNode) {}

  noteMet(node: DocumentNode): void {
    this.#met.add(node);
  }

  /** @param around the object that the key is in */
  noteUnread(around: DocumentNode, key: string, isNested: boolean): void {
    const keys = this.#unread.get(around) ?? new Map<string, boolean>();
    this.#unread.set(around, keys);
    if (keys.size < mostUnread && key.length <= longestUnread && !keys.has(key)) keys.set(byItself(key), isNested);
  }

  has(path: string): boolean {
    return this.#wayTo(path) === null;
  }

  /** The path, whole, that may be meant by that of a section, or of a value, which is not there; null if none is like it. */
  nearestTo(path: string, of: 'section' | 'value'): string | null {
    return this.#like(path, of, nearest)?.whole ?? null;
  }

  /** As far as it is there, only if it is so like it that hardly anything but a slip makes the difference. */
  slipOf(path: string, of: 'section' | 'value'): string | null {
    return this.#like(path, of, slip)?.there ?? null;
  }

  #like(
    path: string,
    of: 'section' | 'value',
    find: (key: string, keys: readonly string[]) => string | null,
  ): { readonly there: string; readonly whole: string } | null {
    const way = this.#wayTo(path);
    if (way === null) return null;
    const near = find(way.key, this.#nameable(way.around, of === 'section' || way.after.length > 0));
    if (near === null) return null;
    const there = [...way.before, near];
    return { there: pathOf(there), whole: pathOf([...there, ...way.after]) };
  }

  /** The first key on the way that has not come, and where it belongs; null if all have. */
  #wayTo(path: string): Missing | null {
    const before: string[] = [];
    let around = this.root;
    const steps = stepsOf(path);
    for (const [at, key] of steps.entries()) {
      const node = around.inner.get(key);
      if (node === undefined || !this.#met.has(node)) return { around, before, key, after: steps.slice(at + 1) };
      before.push(key);
      around = node;
    }
    return null;
  }

  /** Where most keys look like data, the others are data, too. */
  #nameable(around: DocumentNode, areNested: boolean): string[] {
    const keys = [...(this.#unread.get(around) ?? [])].flatMap(([key, isNested]) =>
      isNested === areNested ? key : [],
    );
    const names = keys.filter((key) => !looksLikeId(key));
    return names.length * 2 < keys.length ? [] : names;
  }
}

function pathOf(steps: readonly string[]): string {
  return steps.map(stepOf).join('.');
}
