import { Explainer } from '../explain/explain.js';
import { RuleMemory } from '../decide/rule-book.js';
import { ConfigurationError, formatProblem } from '../pipeline/problem.js';
import { printable } from '../words/words.js';
import type { CommonOptions, Prepared } from './common-options.js';
import { withErased } from './erased.js';
import { findDocument } from './find-document.js';
import type { CommandWorld } from './streams.js';

/** @returns null if there is no such document; the reason is printed already */
export async function explainerOf(
  inputs: readonly string[],
  options: CommonOptions & { readonly values?: boolean },
  prepared: Prepared,
  world: CommandWorld,
): Promise<Explainer | null> {
  const { configuration } = prepared;
  const found = await findDocument(inputs, options, configuration.pipeline, world);
  if (found.extract === null) {
    world.stderr.write(`${printable(found.reason)}\n`);
    return null;
  }
  const { extract, from } = found;
  try {
    const own = configuration.forSchool(extract.school);
    const erasures = await withErased(prepared, world, (erasedOf) => erasedOf(extract.school));
    const explainer = await Explainer.of(extract, own, configuration.today, new RuleMemory(), erasures);
    world.stderr.write(`School ${printable(extract.school)}, from ${printable(from)}.\n`);
    return explainer;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    world.stderr.write(`${error.problems.map(formatProblem).join('\n')}\n`);
    return null;
  }
}
