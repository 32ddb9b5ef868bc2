import type { Option, OptionValue } from '../../pipeline/vocabulary/option-types.js';

import { isReference } from '../../pipeline/rules/evaluate.js';
import type { Said } from '../../words/condition-words.js';
import { valueInWords } from '../../pipeline/vocabulary/comparison-words.js';

/** What a school has chosen, beside what all schools have: `yes, at all schools no`; of a list, what is added and gone. */
export function differenceInWords(usual: OptionValue, here: OptionValue): string {
  if (typeof usual !== 'object' || typeof here !== 'object')
    return `${valueInWords(here)}, at all schools ${valueInWords(usual)}`;
  const added = here.filter((entry) => !usual.includes(entry));
  const gone = usual.filter((entry) => !here.includes(entry));
  const said = [
    added.length === 0 ? [] : `also ${valueInWords(added)}`,
    gone.length === 0 ? [] : `without ${valueInWords(gone)}`,
  ].flat();
  return said.length === 0 ? 'in another order' : said.join(', ');
}

/** With what an option does in place of its name, which a school's office does not know. */
export function withOptionsDescribed(said: Said, options: readonly Option[]): Said {
  const parts = said.parts.map((part) => withOptionsDescribed(part, options));
  const { leaf } = said;
  if (leaf === null) return { ...said, parts };
  const facts = [leaf.fact, isReference(leaf.value) ? leaf.value.fact : ''];
  const read = options.filter(({ name }) => facts.includes(`option.${name}`));
  const words = read.reduce(
    (text, { name, description }) => text.replace(new RegExp(`\\boption ${name}\\b`, 'iu'), () => `“${description}”`),
    said.words,
  );
  return { ...said, words, parts };
}
