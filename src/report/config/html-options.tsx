import type { EffectiveOption } from '../../pipeline/effective.js';
import { lineOfFile } from '../../pipeline/text/place-text.js';
import { valueInWords } from '../../pipeline/vocabulary/comparison-words.js';
import { shown } from '../html/shown.js';
import { WideTable } from '../html/wide-table.js';
import { asSentence } from '../../words/words.js';
import { differenceInWords } from './option-words.js';

interface Props {
  readonly options: readonly EffectiveOption[];
  /** Those of all schools. */
  readonly base: readonly EffectiveOption[];
  readonly isOfSchool: boolean;
}

/** What a school can choose, and what is chosen. */
export function Options({ options, base, isOfSchool }: Props) {
  if (options.length === 0) return null;
  const columns = ['What it does', isOfSchool ? 'Here' : 'Unless a school chooses'];
  return (
    <section>
      <h2>Options</h2>
      <WideTable name="Options" caption="What a school can choose." columns={columns}>
        {options.map(({ option, value }) => {
          const usual = base.find((one) => one.option.name === option.name)?.value ?? value;
          const differs = valueInWords(usual) !== valueInWords(value);
          return (
            <tr>
              <th scope="row">{shown(asSentence(option.description))}</th>
              <td>
                {shown(valueInWords(value))}{' '}
                {isOfSchool && differs && <mark>{shown(differenceInWords(usual, value))}</mark>}
              </td>
            </tr>
          );
        })}
      </WideTable>
      <details>
        <summary>Details</summary>
        <ul>
          {options.map(({ option, origins }) => (
            <li>
              {shown(
                `${asSentence(option.description)} Option ${option.name}: ${origins.map(({ place }) => lineOfFile(place)).join(', then ')}`,
              )}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
