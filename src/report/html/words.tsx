import type { Phrase } from '../../words/phrase.js';
import { shown } from './shown.js';

/** Text from outside keeps its own direction: what changes it ends where the text ends. */
export function Outside({ text }: { readonly text: string }) {
  return <bdi>{shown(withoutStrayEnds(text))}</bdi>;
}

/** The end of an isolate that has no beginning would end the isolate of the element around it. */
function withoutStrayEnds(text: string): string {
  let open = 0;
  return text.replace(/[\u2066-\u2069]/g, (sign) => {
    open += sign === '\u2069' ? -1 : 1;
    if (open >= 0) return sign;
    open = 0;
    return '\ufffd';
  });
}

export function Words({ of }: { readonly of: Phrase }) {
  return <>{of.map(({ text, outside }) => (outside ? <Outside text={text} /> : shown(text)))}</>;
}
