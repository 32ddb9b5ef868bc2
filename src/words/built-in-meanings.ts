import { erasureWords } from '../decide/findings.js';
import { builtInRules, ofPaths } from '../pipeline/rules/rule.js';
import { inShort } from '../pipeline/text/in-short.js';

/** What the findings of each built-in rule have in common: no YAML rule says it. */
const meanings: Readonly<Record<string, string>> = {
  [builtInRules.dangling]: 'It names a record that the extract does not have',
  [builtInRules.allDangle]: 'All its references name records that the extract does not have',
  [builtInRules.ambiguousKey]: 'It names a record by a value that several have',
  [builtInRules.halfMoved]:
    'A name has moved between the two halves of one record: each id now means the other of the two',
  [builtInRules.noId]: 'It has no usable id',
  [builtInRules.allNoId]: 'A path of the mapping leads to no id in any entry',
  [builtInRules.badValue]: 'A value is not of its type, or has a character that no database can store',
  [builtInRules.dateWithTime]: 'A day has a time that is not midnight; the day counts as it is written',
  [builtInRules.noSchool]: 'Entries of the document belong to none of its schools',
  [builtInRules.outsideViews]: 'Entries of a section are outside every view, so no kind takes them',
  [builtInRules.emptyView]: 'A view takes none of the entries',
  [builtInRules.emptyChoice]: 'No entry of a list is the one that is meant',
  [builtInRules.lookupDiffers]: 'A look-up finds different values; the first stays',
  [builtInRules.emptyLookup]: 'No look-up of a field finds anything',
  [builtInRules.unreadPath]: 'No record has what the pipeline reads',
  [builtInRules.unreadSection]: 'A section that may be missing is, and another that nothing reads is nearly called so',
  [builtInRules.periodReversed]: 'A period ends before it begins, and counts as past on every day',
  [builtInRules.repeatedKey]: 'A key is there more than once; the last counts',
  [builtInRules.furtherFindings]: 'A school has more findings than are kept',
  [builtInRules.alike]: 'It is one of many with one name and a detail in common',
  [builtInRules.noneThrough]: 'None of the records of a kind comes through',
  [builtInRules.termOver]: 'The days of a term that turns a rule on or off have run out',
  [builtInRules.forgotten]: erasureWords.forgotten.because,
  [builtInRules.erasedHalf]: erasureWords['erased-half'].because,
  [builtInRules.repeatDiffers]: 'It is there more than once, with different values; the first stay',
  [builtInRules.repeatUnlike]: 'Records that share its id have so little in common that they may be several',
};

export function meaningOf(rule: string): string | null {
  return meanings[rule] ?? null;
}

/** What findings of a rule say, each in its words: these if all have the same, or if they are about paths of the extract. */
export function meantByAll(rule: string, words: readonly (string | null)[]): string | null {
  const [first = null, ...others] = words;
  if (first !== null && others.every((one) => one === first)) return first;
  const said = words.filter((one) => one !== null);
  return ofPaths.has(rule) && said.length > 0 ? inShort(said) : meaningOf(rule);
}
