import type { DocumentProblemCode } from '../extract.js';
import { JsonScanner } from './json-scanner.js';
import { isContinuation, newline, PlaceInText } from './place-in-text.js';
import { SyntaxProblem } from './syntax-problem.js';

/** Where a text stops being what it should be; the place is counted from the text's start, and not always known. */
export interface Located {
  readonly problem: SyntaxProblem;
  /** Bytes before it in the uncompressed input. */
  readonly at: number;
  readonly place: { readonly line: number; readonly column: number } | null;
  /** Whether the fault is that a line ends there, in a string. */
  readonly isLineEnd: boolean;
}

/** If each line is a document, a string that goes on after its line is a document that is cut short. */
export function asLine(located: Located): Located {
  if (!located.isLineEnd) return located;
  return { ...located, problem: new SyntaxProblem('cut-short', 'the document ends inside a string') };
}

/** Follows a text that is known to be broken, to say where. */
export class FaultSearch {
  readonly #scanner = new JsonScanner();
  readonly #place = new PlaceInText();
  #last = Buffer.alloc(0);
  #found: Located | null = null;

  /** @param at where in the input the text begins */
  constructor(private at: number) {}

  /**
   * Takes bytes that the parser took, or that it is yet to take.
   * @returns how many of them are JSON: all, if no fault is found
   */
  feed(bytes: Uint8Array): number {
    if (this.#found !== null) return 0;
    const fault = this.#scanner.feed(bytes);
    const good = bytes.subarray(0, fault?.index ?? bytes.length);
    this.#place.feed(good);
    this.at += good.length;
    this.#last = Buffer.concat([this.#last, good.subarray(-3)]).subarray(-3);
    if (fault !== null) {
      const isLineEnd = bytes[fault.index] === newline;
      this.#found = { ...this.#here(new SyntaxProblem('not-json', fault.message)), isLineEnd };
    }
    return good.length;
  }

  /**
   * The first fault of the text, or where the parser gave up.
   * @param refused what the parser did not take
   */
  found(problem: SyntaxProblem, refused: Uint8Array): Located {
    if (problem.code === 'wrong-encoding') return this.#here(problem, this.#unfinished());
    if (problem.code === 'not-json' || problem.code === 'cut-short') this.feed(refused);
    return this.#found ?? this.#here(problem);
  }

  #here(problem: SyntaxProblem, back = 0): Located {
    const { line, column } = this.#place;
    return { problem, at: this.at - back, place: { line, column: back > 0 ? column - 1 : column }, isLineEnd: false };
  }

  /** How many bytes ago an unfinished character began: that a byte is not UTF-8 shows only at the next one. */
  #unfinished(): number {
    let back = 1;
    while (back < this.#last.length && isContinuation(this.#last[this.#last.length - back])) back++;
    const first = this.#last[this.#last.length - back] ?? 0;
    const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    return back < length ? back : 0;
  }
}

const words: Partial<Record<DocumentProblemCode, string>> = {
  'cut-short': 'cut short',
  'wrong-encoding': 'not UTF-8',
  'too-deep': 'nested too deep',
  'too-long': 'too long',
  'too-many': 'too many entries',
  'too-large': 'too large',
};

/**
 * What is wrong and where, for a person.
 * @param firstLine the line of the input in which the text begins; null if it is said already
 */
export function faultInWords({ problem, at, place }: Located, firstLine: number | null): string {
  const line = place === null || firstLine === null ? 1 : firstLine + place.line - 1;
  const column = place?.column ?? 1;
  // In a text of one line the byte says as much.
  const where = line === 1 ? '' : ` (line ${String(line)}, column ${String(column)})`;
  return `${words[problem.code] ?? 'not JSON'} at byte ${String(at)}${where}: ${problem.message}`;
}
