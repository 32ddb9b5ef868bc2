import { slip, nearest } from '../../pipeline/text/did-you-mean.js';
import { stepOf, stepsOf } from '../../pipeline/source/source-path.js';
import { byItself } from '../../pipeline/text/stored-text.js';
import type { DocumentNode } from '../plan/document-plan.js';
import { looksLikeId } from '../survey/hide-keys.js';

/** How many keys of one object are remembered, to name the one that may be meant, and how long they may be. */
const mostUnread = 200;
const longestUnread = 100;

/** Which keys have come on the way to the sections of a document, and which stand beside these and are read by nothing. */
export class DocumentKeys {
  readonly #met = new Set<DocumentNode>();
  readonly #unread = new Map<DocumentNode, Set<string>>();

  constructor(private readonly root: DocumentNode) {}

  noteMet(node: DocumentNode): void {
    this.#met.add(node);
  }

  /** @param around the object that the key is in, whose value is a list or an object */
  noteUnread(around: DocumentNode, key: string): void {
    const keys = this.#unread.get(around) ?? new Set<string>();
    this.#unread.set(around, keys);
    if (keys.size < mostUnread && key.length <= longestUnread && !keys.has(key)) keys.add(byItself(key));
  }

  has(section: string): boolean {
    return this.#wayTo(section) === null;
  }

  /** The path that may be meant by that of a section which is not there; null if none is like it. */
  nearestTo(section: string): string | null {
    return this.#like(section, nearest);
  }

  /** The same, only if it is so like it that hardly anything but a slip makes the difference. */
  slipOf(section: string): string | null {
    return this.#like(section, slip);
  }

  #like(section: string, find: (key: string, keys: readonly string[]) => string | null): string | null {
    const way = this.#wayTo(section);
    if (way === null) return null;
    const near = find(way.key, this.#nameable(way.around));
    return near === null ? null : [...way.before, near].map(stepOf).join('.');
  }

  /** The first key on the way to a section that has not come, and where it belongs; null if all have. */
  #wayTo(section: string): { readonly around: DocumentNode; readonly before: string[]; readonly key: string } | null {
    const before: string[] = [];
    let around = this.root;
    for (const key of stepsOf(section)) {
      const node = around.inner.get(key);
      if (node === undefined || !this.#met.has(node)) return { around, before, key };
      before.push(key);
      around = node;
    }
    return null;
  }

  /** Where most keys look like data, the others are data, too. */
  #nameable(around: DocumentNode): string[] {
    const keys = [...(this.#unread.get(around) ?? [])];
    const names = keys.filter((key) => !looksLikeId(key));
    return names.length * 2 < keys.length ? [] : names;
  }
}
