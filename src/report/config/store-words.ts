import { joined } from '../../pipeline/text/counted.js';
import type { EffectiveStore } from './view.js';

/** What becomes of values of a field: `Classes: Type: “Teaching set” becomes “class”`. */
export function storeInWords({ label, words }: EffectiveStore): string {
  return `${label}: ${joined(words.map(({ word, stored }) => `“${word}” becomes “${stored}”`))}`;
}
