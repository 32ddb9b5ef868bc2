import type { Given, Node } from '../decide/given.js';
import type { Solution } from '../decide/solution.js';
import { solve } from '../decide/solve.js';
import type { Solved } from '../decide/solved.js';
import type { RecordSet } from '../decide/world.js';

/** Solves a school again, with something taken for granted. */
export class WhatIf {
  /** How many records and links it has looked at: a measure of cost that is the same on every machine. */
  work = 0;
  readonly #naming = new Map<RecordSet, ReadonlyMap<string, readonly Node[]>>();

  constructor(readonly solved: Solved) {}

  async solve(given: Given): Promise<Solution> {
    const { world, book, solution } = this.solved;
    const standing = await solve(world, book, given, solution);
    this.work += standing.work;
    return standing;
  }

  /** Links that name a record which the extract does not have. */
  namingMissing(records: RecordSet, id: string): readonly Node[] {
    let naming = this.#naming.get(records);
    if (naming === undefined) this.#naming.set(records, (naming = linksToNothing(records)));
    return naming.get(id) ?? [];
  }
}

function linksToNothing({ ends }: RecordSet): ReadonlyMap<string, readonly Node[]> {
  const naming = new Map<string, Node[]>();
  for (const end of ends) {
    const { links } = end;
    for (const index of end.missing) {
      const id = end.idAt(index);
      const known = naming.get(id);
      if (known === undefined) naming.set(id, [{ set: links, index }]);
      else known.push({ set: links, index });
    }
  }
  return naming;
}
