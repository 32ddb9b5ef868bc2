import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Ajv, type ValidateFunction } from 'ajv';
import type { PassedOverFiles } from '../../extract/bytes/files-of.js';
import type { UnseenSchool } from '../../load/runs/feeds.js';
import type { SchoolReport } from '../../run/run-result.js';
import { shardIn, type Shard } from '../../run/shard.js';
import type { PartJson } from '../run/part-json.js';
import type { JsonDrift } from '../run/json.js';

/** What keeps files from being joined, in sentences that name them. */
export class UnfitPartsError extends Error {}

/** The result of a part of a night, as `run --shard` wrote it. */
export interface PartFile {
  readonly path: string;
  readonly shard: Shard;
  readonly result: PartResult;
}

/** What its schema promises (schemas/run.schema.json). */
export interface PartResult {
  readonly schools: readonly (Omit<SchoolReport, 'drift'> & { readonly drift?: readonly JsonDrift[] })[];
  readonly unseen: readonly UnseenSchool[];
  readonly unseenUnknown?: true;
  readonly purge: 'done' | 'held' | null;
  readonly seconds: number;
  readonly passedOver?: readonly PassedOverFiles[];
  readonly interrupted?: true;
  readonly refused?: string;
  readonly part?: PartJson;
}

const schemaFile = new URL('../../../../schemas/run.schema.json', import.meta.url);
let known: ValidateFunction<PartResult> | null = null;

/** @throws UnfitPartsError if the file is no report of a part */
export async function readPart(path: string): Promise<PartFile & { readonly part: PartJson }> {
  const result = await readResult(path);
  if (result.refused !== undefined)
    throw new UnfitPartsError(`${path} says that nothing was done (${result.refused}) Run that part again.`);
  const { part } = result;
  if (part === undefined)
    throw new UnfitPartsError(`${path} is the result of a run without --shard, which is no part of a night.`);
  const shard = shardIn(part.shard);
  const isHeld = result.purge === 'held';
  if (shard === null || part.documents.length !== result.schools.length || isHeld !== (part.purgeGap !== undefined))
    throw noReport(path);
  return { path, shard, result, part };
}

async function readResult(path: string): Promise<PartResult> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UnfitPartsError(`${path} cannot be read (${String((error as NodeJS.ErrnoException).code)}).`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw noReport(path);
  }
  known ??= new Ajv({ allowUnionTypes: true }).compile<PartResult>(
    JSON.parse(readFileSync(schemaFile, 'utf8')) as object,
  );
  if (!known(value)) throw noReport(path);
  return value;
}

function noReport(path: string): UnfitPartsError {
  return new UnfitPartsError(`${path} is no report that run --shard K/N --report json=FILE of this version writes.`);
}
