import { RawObject } from '../json/raw-object.js';
import type { InnerPlan, SectionPlan } from '../plan/section-plan.js';

type Kept = RawObject['values'][number];

/** Takes the entries of a section. */
interface EntryReader {
  readonly plan: SectionPlan;
  readonly add: (entry: RawObject, outers: readonly RawObject[]) => void;
  readonly addNoObject: () => void;
  readonly addAlone: (object: RawObject, outers: readonly RawObject[]) => 'entry' | 'page' | 'neither';
  readonly envelopeInWords: (list: string | null) => string;
}

/** A section whose lists are in the entries of another: they are handed over once such an entry is whole. */
export class InnerSection<Reader extends EntryReader> {
  /** Whether some entry had the list. */
  #isFound = false;
  /** Whether a page lacked it. */
  #isMissed = false;
  /** Whether there was an entry to look in. */
  #isSought = false;
  /** What an object without an id, where the list belongs, may have been. */
  #hasEnvelope = false;

  constructor(
    readonly plan: InnerPlan,
    readonly reader: Reader,
  ) {}

  get isPage(): boolean {
    return this.plan.isPage;
  }

  /**
   * @param outers the entries that its own are in, from the inner to the outer
   * @returns whether the list is there
   */
  take(entry: RawObject, outers: readonly RawObject[]): boolean {
    this.#isSought = true;
    const before = this.#isFound;
    this.#isFound = false;
    this.#walk(entry, 0, outers);
    const isHere = this.#isFound;
    this.#isFound ||= before;
    return isHere;
  }

  /** Why the document lacks the section; null if it does not. */
  get lack(): string | null {
    const { plan } = this.reader;
    if (this.#isFound && this.#isMissed) return 'missing on a page';
    if (this.#isFound || !this.#isSought || plan.isOptional) return null;
    return this.#hasEnvelope ? this.reader.envelopeInWords(null) : 'in no entry';
  }

  /** Notes a page that is no entry and does not have the list either. */
  miss(): void {
    this.#isMissed = true;
  }

  #walk(object: RawObject, step: number, outers: readonly RawObject[]): void {
    const { steps } = this.plan;
    const value = object.values[steps[step]];
    if (step === steps.length - 1) this.#takeList(value, outers);
    else if (value instanceof RawObject) this.#walk(value, step + 1, outers);
    else if (Array.isArray(value)) {
      // No page is an empty list.
      if (value.length === 0) this.#isFound = true;
      for (const page of value) if (page instanceof RawObject) this.#walk(page, step + 1, outers);
    }
  }

  #takeList(value: Kept, outers: readonly RawObject[]): void {
    if (Array.isArray(value)) {
      this.#isFound = true;
      for (const entry of value)
        if (entry instanceof RawObject) this.reader.add(entry, outers);
        else this.reader.addNoObject();
    } else if (value instanceof RawObject) {
      const is = this.reader.addAlone(value, outers);
      if (is === 'entry') this.#isFound = true;
      else if (is === 'neither') {
        this.#hasEnvelope = true;
        this.reader.add(value, outers);
      }
    } else if (value !== undefined && !value.isBlank) this.reader.addNoObject();
  }
}
