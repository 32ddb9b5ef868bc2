import { lineOfFile } from '../pipeline/text/place-text.js';
import type { EffectiveRule } from '../pipeline/effective.js';
import type { LinkKind, Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { withOptionsDescribed } from '../report/config/option-words.js';
import { daysInWords } from '../report/config/row.js';
import { type Deviation } from '../report/config/view.js';
import { SaidInWords } from '../report/html/said.js';
import { conditionInWords } from '../words/condition-words.js';
import { effectInWords, sharesInWords } from '../words/rule-words.js';
import { asSentence } from '../words/words.js';
import { may, type Visitor } from './visitor.js';

interface Props {
  readonly pipeline: Pipeline;
  readonly visitor: Visitor;
  readonly kind: RecordKind | LinkKind;
  readonly effective: EffectiveRule;
  /** How it differs from the base. */
  readonly changes: readonly Deviation['change'][];
}

/** A rule as its page shows it: what it does, when and why, and for admins its name and where it is written. */
export function RuleInWords({ pipeline, visitor, kind, effective, changes }: Props) {
  const { rule, status, disabled, replaces } = effective;
  const isAdmin = may(visitor, 'admin');
  const days = daysInWords(rule);
  const shares = sharesInWords(pipeline, kind, rule);
  const conditions = conditionInWords(pipeline, kind, rule.conditions);
  return (
    <article>
      <h3>
        {isAdmin ? rule.name : asSentence(rule.because ?? 'Without a reason')}{' '}
        {changes.map((change) => (
          <mark>{marks[change]}</mark>
        ))}
      </h3>
      {status !== 'in effect' && (
        <p class="status-held">
          Not in effect: {status}
          {disabled !== null && isAdmin && `, in ${lineOfFile(disabled)}`}.
        </p>
      )}
      <SaidInWords
        lead={effectInWords(pipeline, kind, rule)}
        said={isAdmin ? conditions : withOptionsDescribed(conditions, [...pipeline.options.values()])}
      />
      {shares !== null && <p>{shares}</p>}
      {rule.because !== null && isAdmin && <p>Because: {asSentence(rule.because)}</p>}
      {rule.fix !== null && <p>To correct: {asSentence(rule.fix)}</p>}
      <p class="quiet">
        {days === '' ? '' : `Applies ${days}. `}
        {isAdmin && lineOfFile(rule.place)}
        {replaces !== null && isAdmin && `, in place of ${lineOfFile(replaces.place)}`}
      </p>
    </article>
  );
}

const marks: Readonly<Partial<Record<Deviation['change'], string>>> = {
  added: 'added to the base',
  replaced: 'replaces one of the base',
  disabled: 'turned off here',
};
