import type { Phrase } from '../phrase.js';
import { shown } from './shown.js';

/** Text from outside keeps its own direction: what turns it round ends where it ends. */
export function Outside({ text }: { readonly text: string }) {
  return <bdi>{shown(text)}</bdi>;
}

export function Words({ of }: { readonly of: Phrase }) {
  return <>{of.map(({ text, outside }) => (outside ? <Outside text={text} /> : shown(text)))}</>;
}
