import type { Finding } from '../../decide/decision.js';
import { keepsOut } from '../../decide/findings.js';

/** A record or link, as findings name it. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
}

/**
 * Follows the chain from what stays out to its end, which is the one to look at first. A finding names one cause even
 * if there are several, so this is one of the ways to the end.
 */
export class Chains {
  readonly #cause = new Map<string, Subject | null>();
  readonly #ends = new Map<string, Subject>();
  /** For each end, what a rule of its own says about it. */
  readonly #own = new Map<string, Finding>();

  constructor(findings: readonly Finding[]) {
    for (const finding of findings) {
      const { kind, recordId, causeKind, causeId } = finding;
      if (!keepsOut(finding) || kind === null || recordId === null) continue;
      const key = keyOf({ kind, id: recordId });
      if (causeKind !== null && causeId !== null) {
        if (!this.#cause.has(key)) this.#cause.set(key, { kind: causeKind, id: causeId });
        continue;
      }
      // What fails a rule of its own is an end, whatever else keeps it out; of two rules, the one that decides counts.
      this.#cause.set(key, null);
      const known = this.#own.get(key);
      if (known === undefined || (!decides(known) && decides(finding))) this.#own.set(key, finding);
    }
  }

  /** What is wrong with the end of a chain. */
  reasonOf(end: Subject): Finding | null {
    return this.#own.get(keyOf(end)) ?? null;
  }

  /** Whether it stays out. */
  isOut(one: Subject): boolean {
    return this.#cause.has(keyOf(one));
  }

  /** The end of a finding's chain; null if the finding is about the record itself. */
  endOf({ causeKind, causeId }: Finding): Subject | null {
    if (causeKind === null || causeId === null) return null;
    const path: string[] = [];
    let at: Subject = { kind: causeKind, id: causeId };
    for (;;) {
      const key = keyOf(at);
      const known = this.#ends.get(key);
      const next = this.#cause.get(key) ?? null;
      path.push(key);
      if (known !== undefined) at = known;
      else if (next !== null) {
        at = next;
        continue;
      }
      for (const passed of path) this.#ends.set(passed, at);
      return at;
    }
  }
}

/** A choice of the school keeps a record out whatever is corrected; if there is none, a mistake decides. */
function decides({ among, fix }: Finding): boolean {
  return among === 'choices' ? fix === null : fix !== null;
}

export function keyOf({ kind, id }: Subject): string {
  // Neither a kind nor an id contains U+0000.
  return `${kind}\0${id}`;
}
