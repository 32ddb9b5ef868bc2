import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Input } from '../extract/bytes/input.js';
import { placesOf, type Places } from './places.js';

/** One of several parts into which the inputs of a night fall. */
export interface Shard {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** @returns null if the text is not K/N with 1 <= K <= N */
export function shardIn(text: string): Shard | null {
  const [, number, of] = (/^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? []).map(Number);
  return number === undefined || of === undefined || number < 1 || number > of ? null : { number, of };
}

/** `3/16`, as `runs.part` has it. */
export function partName({ number, of }: Shard): string {
  return `${String(number)}/${String(of)}`;
}

/** The inputs of a shard, each with its place among all of them. */
export function shareOf(
  inputs: readonly Input[],
  shard: Shard,
): { readonly inputs: readonly Input[]; readonly places: Places } {
  return { inputs: inputs.filter((input) => shardOf(input, shard.of) === shard.number), places: placesOf(inputs) };
}

/**
 * The number of the shard that takes an input: one more than the first 48 bits of the SHA-256 of the input's name
 * (UTF-8, NFC), modulo the number of shards. Of files, also in S3, the name is that without the folder; of all else that
 * is fetched it is the whole name, because the last part of many URLs is the same.
 * @param of how many shards there are
 */
export function shardOf({ name, source }: Pick<Input, 'name' | 'source'>, of: number): number {
  const own = source === undefined || name.startsWith('s3:') ? basename(name) : name;
  // Systems write one name in several normal forms.
  const hash = createHash('sha256').update(own.normalize('NFC')).digest();
  return (hash.readUIntBE(0, 6) % of) + 1;
}
