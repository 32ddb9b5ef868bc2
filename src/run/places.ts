import type { Input } from '../extract/bytes/input.js';

/** Where inputs are among all that a person named: a shard takes only some of them. */
export interface Places {
  /** How many inputs there are in all. */
  readonly all: number;
  /** The place of each that is taken, from 1. */
  readonly of: ReadonlyMap<Input, number>;
}

export function placesOf(inputs: readonly Input[]): Places {
  return { all: inputs.length, of: new Map(inputs.map((input, at) => [input, at + 1])) };
}

/**
 * The number of a document in its run. It needs no other input to be read, so every shard gives a document the number
 * that one run of all inputs gives it: the place of its input, if each has one document, and its place in the input, if
 * there is one input.
 * @param place of its input, from 1
 * @param at its place in the input, from 0
 * @param all how many inputs there are
 */
export function documentNumber(place: number, at: number, all: number): number {
  return place + at * all;
}

/** Where a document with this number is: the place of its input, from 1, and its own in the input, from 0. */
export function placeIn(number: number, all: number): { readonly input: number; readonly at: number } {
  const input = ((number - 1) % all) + 1;
  return { input, at: (number - input) / all };
}
