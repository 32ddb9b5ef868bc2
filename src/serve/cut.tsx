import { Outside } from '../report/html/words.js';
import { DateOf } from './time.js';

/** Longer than nearly all names are. */
const longestName = 40;

/** What surely needs more lines than are shown of a cut value: one that opens must have more to show. */
const longestValue = 120;

/** A value in a list: a long one is cut, and opens with a click or a key. */
export function Value({ text, isDay = false }: { readonly text: string | null; readonly isDay?: boolean }) {
  if (text === null || text === '') return null;
  if (isDay) return <DateOf text={text} />;
  if (text.length <= longestValue) return <Breaking text={text} />;
  return (
    <details class="cut">
      <summary>
        <Outside text={text} />
      </summary>
    </details>
  );
}

/** What is blank is said: a gap says nothing, least of all on a card. */
export function Blank({ of }: { readonly of: string }) {
  return <span class="quiet">No {of.toLowerCase()}</span>;
}

/** A name within a link: a long one is cut until the link has the focus, and is whole on the page that it leads to. */
export function Name({ text }: { readonly text: string }) {
  if (text.length <= longestName) return <Breaking text={text} />;
  return (
    <span class="cut" title={text}>
      <Outside text={text} />
    </span>
  );
}

/** A word with more letters is broken over lines, rather than that it makes a column wide. */
const longWord = /[^\s-]{14}/;

function Breaking({ text }: { readonly text: string }) {
  if (!longWord.test(text)) return <Outside text={text} />;
  return (
    <span class="breaks">
      <Outside text={text} />
    </span>
  );
}
