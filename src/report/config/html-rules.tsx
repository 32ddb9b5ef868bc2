import type { LinkKind, Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { lineOfFile } from '../../pipeline/text/place-text.js';
import { daysToRead } from '../../words/days-in-words.js';
import { sharesInWords } from '../../words/rule-words.js';
import { asSentence } from '../../words/words.js';
import { SaidInWords } from '../html/said.js';
import { shown } from '../html/shown.js';
import { WideTable } from '../html/wide-table.js';
import type { ReadRule, RulesOfEffect } from './kind-rules.js';
import { statusOfRule } from './rule-status.js';
import type { Deviation } from './view.js';

interface Props {
  readonly pipeline: Pipeline;
  readonly kind: RecordKind | LinkKind;
  /** What is not as at all schools. */
  readonly all: readonly Deviation[];
}

interface GroupsProps extends Props {
  /** What the groups have in common; null if they are the rules that count. */
  readonly title: string | null;
  readonly groups: readonly RulesOfEffect[];
}

/** The rules of a kind, by what they do. */
export function RuleGroups({ title, groups, ...more }: GroupsProps) {
  if (groups.length === 0) return null;
  const Heading = title === null ? 'h3' : 'h4';
  return (
    <>
      {title !== null && <h3>{title}</h3>}
      {groups.map(({ effect, rules }) => (
        <>
          <Heading>{shown(effect.heading(more.kind.label))}</Heading>
          <ul class="rules">
            {rules.map((rule) => (
              <Rule {...more} read={rule} />
            ))}
          </ul>
        </>
      ))}
    </>
  );
}

const marks: Readonly<Partial<Record<Deviation['change'], string>>> = {
  added: 'not at all schools',
  replaced: 'not as at all schools',
};

function Rule({ pipeline, kind, read, all }: Props & { readonly read: ReadRule }) {
  const { effective, lead, said } = read;
  const { rule, status } = effective;
  const change = all.find(({ after, change: how }) => after === effective && marks[how] !== undefined)?.change;
  const days = daysToRead(rule);
  const shares = sharesInWords(pipeline, kind, rule);
  return (
    <li>
      <SaidInWords lead={lead} said={said} />
      {shares !== null && <p>{shown(shares)}</p>}
      {saidOf(read) !== '' && <p class="quiet">{shown(saidOf(read))}</p>}
      {(change !== undefined || status !== 'in effect' || days !== '') && (
        <p>
          {change !== undefined && <mark>{marks[change]}</mark>}{' '}
          {shown(status === 'in effect' ? (days === '' ? '' : `Applies ${days}.`) : statusOfRule(effective))}
        </p>
      )}
    </li>
  );
}

/** What reports say of a record that the rule is about, and what to correct. */
function saidOf({ effective: { rule } }: ReadRule): string {
  if (rule.because === null) return '';
  const lead = rule.effect.type === 'require' ? 'Otherwise reports say' : 'Reports say';
  const also = rule.for === 'all' ? ' Also of those that stay out.' : '';
  const fix = rule.fix === null ? '' : ` To correct: ${asSentence(rule.fix)}`;
  return `${lead}: ${asSentence(rule.because)}${fix}${also}`;
}

/** For whoever writes the rules. */
export function Details({ groups }: Pick<GroupsProps, 'groups'>) {
  const rules = groups.flatMap((group) => group.rules);
  if (rules.length === 0) return null;
  return (
    <details>
      <summary>Details</summary>
      <WideTable name="Rules and where they are written" columns={['Reports say', 'Rule', 'Written in']}>
        {rules.map(({ effective: { rule, disabled, replaces }, said, lead }) => (
          <tr>
            <th scope="row">{shown(rule.because ?? `${lead} ${said.words}`)}</th>
            <td>{shown(rule.name)}</td>
            <td>
              {shown(lineOfFile(rule.place))}
              {replaces !== null && shown(`, in place of ${lineOfFile(replaces.place)}`)}
              {disabled !== null && shown(`, turned off in ${lineOfFile(disabled)}`)}
            </td>
          </tr>
        ))}
      </WideTable>
    </details>
  );
}
