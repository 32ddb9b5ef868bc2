import type { ProblemCode } from '../../src/pipeline/problem.js';

/** A right configuration that a mistake is made in: the folder it is in, or a small one of bases.ts. */
export type Base = 'shipped' | 'with cases' | 'oneroster' | 'edfi' | 'wonde' | 'arbor' | 'mapping' | 'trust';

/** One mistake in a right configuration. The lines where it must be found begin with, or have, the mark. */
export interface Mistake {
  readonly what: string;
  readonly base: Base;
  readonly file: string;
  /** The text that `to` replaces; null if `to` is all of the file. */
  readonly from: string | null;
  readonly to: string;
  /** The code it must be found by, and what the hint must say, where that matters. */
  readonly code?: ProblemCode;
  readonly hint?: RegExp;
  /** Another file in which it is right to be found, at its beginning. */
  readonly foundIn?: string;
  /** Why it is not found, if it is not. */
  readonly missed?: string;
}

export type More = Partial<Pick<Mistake, 'base' | 'code' | 'hint' | 'foundIn' | 'missed'>>;

/** Marks a place where the mistake is right to be found; more than one if each is. */
export const mark = '▶';

/** Without the mark, every line of the new text is right. */
export function swap(what: string, file: string, from: string, to: string, more: More = {}): Mistake {
  return { what, base: 'shipped', file, from, to, ...more };
}

/** A file of a school, or another that is new. */
export function written(what: string, text: string, more: More & { readonly file?: string } = {}): Mistake {
  return { what, base: 'shipped', file: 'rules/schools/3.yaml', from: null, to: text, ...more };
}

/**
 * One more rule of a school.
 * @param body what it says below its name
 * @param more with `atName` if the name is a right place, because it stands for the whole rule
 */
export function rule(
  what: string,
  kind: string,
  body: string,
  { atName = false, ...more }: More & { readonly atName?: boolean } = {},
): Mistake {
  const name = `${atName ? mark : ''}name: another`;
  return written(what, `add:\n  ${kind}:\n    - ${name}\n      ${body.replaceAll('\n', '\n      ')}\n`, more);
}

/** A rule that keeps out what one condition holds for. */
export function leaf(what: string, kind: string, condition: string, more: More = {}): Mistake {
  return rule(
    what,
    kind,
    `conditions:\n  all:\n    - ${mark}${condition}\nbecause: It is not wanted\nevent: { type: exclude }`,
    more,
  );
}

/** A case beside the shipped defaults. */
export function inCase(what: string, body: string, more: More = {}): Mistake {
  const text = `- name: One\n  ${body.replaceAll('\n', '\n  ')}\n`;
  return written(what, text, { base: 'with cases', file: 'rules/tests/x.yaml', ...more });
}
