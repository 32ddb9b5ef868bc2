import type { Pipeline } from '../../pipeline/pipeline.js';
import { effectNamed } from '../../pipeline/vocabulary/effects.js';
import { dayToRead, daysToRead } from '../../words/days-in-words.js';
import { kindNamed } from '../../words/words.js';
import { shown } from '../html/shown.js';
import { differenceInWords } from './option-words.js';
import { addressShown } from './recipients.js';
import { statusOfRule } from './rule-status.js';
import { storeInWords } from './store-words.js';
import type { Deviation } from './view.js';

interface Props {
  readonly all: readonly Deviation[];
  readonly pipeline: Pipeline;
}

/** What is not as at schools without rules of their own, in a line each. */
export function Differences({ all, pipeline }: Props) {
  const lines = [...new Set(all.map((one) => inWords(one, pipeline)))];
  return (
    <section>
      <h2>What differs from all schools</h2>
      {lines.length === 0 ? (
        <p>Nothing: the rules of all schools apply.</p>
      ) : (
        <ul>
          {lines.map((line) => (
            <li>{shown(line)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function inWords({ change, before, after }: Deviation, pipeline: Pipeline): string {
  if (after === null) return '';
  if ('option' in after) {
    const usual = before !== null && 'option' in before ? before.value : after.option.default;
    return `${after.option.description}: ${differenceInWords(usual, after.value)}.`;
  }
  if ('part' in after) return 'When a load waits for a person: see below.';
  if ('pause' in after) return `Nothing is loaded ${daysToRead(after.pause)}.`;
  if ('retired' in after) return `The school is retired from ${dayToRead(after.retired.day)}.`;
  if ('term' in after) return `Term ${after.term} has days of its own: see below.`;
  if ('stores' in after) return `${storeInWords(after)}.`;
  if ('address' in after) return `Told how a night ended: ${addressShown(after)}.`;
  const { rule, status } = after;
  const kind = kindNamed(pipeline, rule.kind)?.label ?? rule.kind;
  const what = rule.because === null ? effectNamed[rule.effect.type].heading(kind) : `${kind}: ${rule.because}`;
  const days = daysToRead(rule);
  if (change === 'disabled') return `Not asked here: ${what}.`;
  const how = change === 'added' ? 'Added' : 'Changed';
  if (status !== 'in effect') return `${how}: ${what}. ${statusOfRule(after)}`;
  return `${how}: ${what}${days === '' ? '' : `, ${days}`}.`;
}
