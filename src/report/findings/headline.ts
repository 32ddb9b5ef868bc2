import { phrase, plain, type Phrase } from '../../words/phrase.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { weight } from './corrections.js';
import type { ReportedSchool } from './report.js';
import { countsInWords } from '../../words/words.js';

/** What a school is called in every format. */
export function title({ school, name }: ReportedSchool): Phrase {
  if (school === null) return plain('A school that its document does not name');
  return name === null ? phrase`School ${school}` : phrase`${name} (${school})`;
}

/** Where the report comes from, and how much there is to do. */
export function source({ from, at: began, part, held }: Pick<ReportedSchool, 'from' | 'at' | 'part' | 'held'>): Phrase {
  const at = began === null || part === undefined ? began : `${began} (part ${part})`;
  if (from === 'extract') return at === null ? plain('From the extract given.') : phrase`From the extract of ${at}.`;
  if (held === true) {
    const loaded = plain('which was held: nothing was loaded; give the extract for what it has now.');
    return at === null ? phrase`From the first load, ${loaded}` : phrase`From the first load, ${at}, ${loaded}`;
  }
  return at === null
    ? plain('From the last loaded run; give the extract for what it has now.')
    : phrase`From the last loaded run, ${at}; give the extract for what it has now, and for names.`;
}

export function verdict({ toCorrect }: ReportedSchool): string {
  if (toCorrect.length === 0) return 'Nothing to correct.';
  const keeping = toCorrect.filter((correction) => weight(correction) > 0).length;
  return `To correct at the source: ${String(toCorrect.length)}. Of these, keeping records out: ${String(keeping)}.`;
}

/** What the sums count under `not`, but no list names. */
export function goesWithItsEnd({ endsOut }: Pick<ReportedSchool, 'endsOut'>, pipeline: Pipeline): string {
  const links = countsInWords(pipeline, endsOut);
  return links === '' ? '' : `Links that go with one of their ends: ${links}.`;
}
