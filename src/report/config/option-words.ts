import type { OptionValue } from '../../pipeline/vocabulary/option-types.js';
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
