import type { ComponentChildren } from 'preact';
import type { GuardInWords } from '../../words/guard-in-words.js';
import { shown } from '../html/shown.js';

interface Props {
  readonly said: Omit<GuardInWords, 'part'>;
  /** What marks it where it differs from other schools. */
  readonly mark: ComponentChildren;
}

/** What one part of the guard says, and what it says on some days instead. */
export function GuardSentence({ said: { sentence, onSomeDays }, mark }: Props) {
  return (
    <li>
      {shown(sentence)} {mark}
      {onSomeDays.length > 0 && (
        <ul>
          {onSomeDays.map((one) => (
            <li>{shown(one)}</li>
          ))}
        </ul>
      )}
    </li>
  );
}
