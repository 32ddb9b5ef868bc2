import { withNames } from './with-names.js';

/** A rule's own words, from which an effect makes a sentence. */
export interface RuleInWords {
  /** `A student`. */
  readonly one: string;
  /** The field by which a record becomes two. */
  readonly by: string;
  /** What each field becomes. */
  readonly values: readonly string[];
  readonly isForAll: boolean;
  readonly once: boolean;
}

/** What a rule may do, and everything about it except how it is done, which is a stage of the decision. */
export interface EffectKind {
  readonly name: EffectName;
  readonly meaning: string;
  /** True if its conditions must hold for a record or link to come through, false if they must not; else null. */
  readonly wants: boolean | null;
  /** Which facts its stage has: values; also counts of links that come through; or also facts over many records. */
  readonly sees: 'values' | 'counts' | 'everything';
  /** Whether it says something, and so needs `because`. */
  readonly speaks: boolean;
  /** Whether it also speaks of what comes through, and takes `for` and `once`. */
  readonly warns: boolean;
  /** Whether it takes `params`. */
  readonly takesParams: boolean;
  /** What a rule does, in the words before its conditions. */
  readonly words: (rule: RuleInWords) => string;
  /** The heading over all rules of a kind that do it; `many` is the kind, as in `Students`. */
  readonly heading: (many: string) => string;
}

const table = {
  require: {
    meaning: 'The record or link stays out unless the conditions hold.',
    wants: true,
    sees: 'counts',
    speaks: true,
    warns: false,
    takesParams: false,
    words: ({ one }) => `${one} comes through only if`,
    heading: (many) => `${many} come through only if all of this is so`,
  },
  exclude: {
    meaning: 'The record or link stays out if the conditions hold.',
    wants: false,
    sees: 'counts',
    speaks: true,
    warns: false,
    takesParams: false,
    words: ({ one }) => `${one} does not come through if`,
    heading: (many) => `${many} stay out if any of this is so`,
  },
  set: {
    meaning:
      'Gives fields a value if the conditions hold. Of two on one field the last layer wins, within a layer the first whose conditions hold.',
    wants: null,
    sees: 'values',
    speaks: false,
    warns: false,
    takesParams: true,
    words: ({ values }) => `${values.join(', ')} if`,
    heading: (many) => `${many}: what is filled in (the first that holds counts)`,
  },
  split: {
    meaning: 'Makes two records of one if the conditions hold.',
    wants: null,
    sees: 'values',
    speaks: false,
    warns: false,
    takesParams: true,
    words: ({ one, by }) => `${one} becomes two by ${by} if`,
    heading: (many) => `${many} become two if`,
  },
  warn: {
    meaning: 'Says something if the conditions hold; nobody stays out for it.',
    wants: null,
    sees: 'everything',
    speaks: true,
    warns: true,
    takesParams: false,
    words: ({ one, isForAll, once }) => {
      const which = isForAll ? `${one}, whether or not it comes through,` : `${one} that comes through`;
      return `${which} is warned of${once ? ', once a school,' : ''} if`;
    },
    heading: (many) => `${many}: what is reported, though it keeps none out`,
  },
} satisfies Readonly<Record<string, Omit<EffectKind, 'name'>>>;

export type EffectName = keyof typeof table;

export const effectNamed: Readonly<Record<EffectName, EffectKind>> = withNames(table);
export const effects: readonly EffectKind[] = Object.values(effectNamed);
