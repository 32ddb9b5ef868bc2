import type { Said } from '../../words/condition-words.js';
import { capital } from '../../pipeline/text/text.js';
import { shown } from './shown.js';

interface Props {
  /** The words before the condition; the condition is a sentence by itself if they are empty. */
  readonly lead: string;
  readonly said: Said;
}

/** What a rule asks: one sentence, or a lead-in with a list below it. */
export function SaidInWords({ lead, said }: Props) {
  if (said.parts.length === 0) return <p>{shown(lead === '' ? `${said.words}.` : `${lead}: ${said.words}.`)}</p>;
  return (
    <>
      <p>{shown(lead === '' ? capital(said.words) : `${lead} ${said.words}`)}</p>
      <Parts said={said} />
    </>
  );
}

function Parts({ said }: { readonly said: Said }) {
  return (
    <ul>
      {said.parts.map((part) => (
        <li>
          {shown(part.words)}
          {part.parts.length > 0 && <Parts said={part} />}
        </li>
      ))}
    </ul>
  );
}
