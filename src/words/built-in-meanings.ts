import { erasureWords } from '../decide/findings.js';
import { builtInRules } from '../pipeline/rules/rule.js';

/** What the findings have in common of which no YAML rule speaks. */
const meanings: Readonly<Record<string, string>> = {
  [builtInRules.dangling]: 'It names a record that the extract does not have',
  [builtInRules.allDangle]: 'All its references name records that the extract does not have',
  [builtInRules.halfMoved]:
    'A name has moved between the two halves of one record: each id stands for the other of the two now',
  [builtInRules.noId]: 'It has no usable id',
  [builtInRules.badValue]: 'A value is not of its type, or has a character that no database holds',
  [builtInRules.dateWithTime]: 'A day has a time that is not midnight; the day counts as it is written',
  [builtInRules.unreadPath]: 'No record has what the pipeline reads',
  [builtInRules.repeatedKey]: 'A key stands more than once; the last counts',
  [builtInRules.furtherFindings]: 'There are more findings than are kept of a school',
  [builtInRules.alike]: 'It is one of many of one name who have a detail in common',
  [builtInRules.noneThrough]: 'None of the records of a kind comes through',
  [builtInRules.forgotten]: erasureWords.forgotten.because,
  [builtInRules.erasedHalf]: erasureWords['erased-half'].because,
  [builtInRules.repeatDiffers]: 'It stands more than once, with different values; the first stay',
};

export function meaningOf(rule: string): string | null {
  return meanings[rule] ?? null;
}
