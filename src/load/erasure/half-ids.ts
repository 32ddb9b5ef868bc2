import { secondHalf } from '../../pipeline/parts.js';

export function wholeOf(id: string): string {
  return id.endsWith(secondHalf) ? id.slice(0, -secondHalf.length) : id;
}

export function otherHalfOf(id: string): string {
  return id.endsWith(secondHalf) ? wholeOf(id) : `${id}${secondHalf}`;
}
