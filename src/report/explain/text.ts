import { lineOfFile } from '../../pipeline/text/place-text.js';
import type { Finding } from '../../decide/decision.js';
import { keepsOut } from '../../decide/findings.js';
import { recordIdOf, type Correction, type Explanation, type Reason, type Seen } from '../../explain/explanation.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { choicesMended, notedBesides } from './doubted-choices.js';
import {
  choicesInWords,
  endsToCorrect,
  fixesInWords,
  isSame,
  noFixInWords,
  perhapsAll,
  type EndToCorrect,
} from './ends.js';
import { pathInExtract } from '../../words/mention.js';
import { countSeenInWords, rankSeenInWords } from '../../words/condition-words.js';
import { capital } from '../../pipeline/text/text.js';
import { kindNamed, label, nameOf, printable, sectionAt } from '../../words/words.js';

/** More reasons side by side than this are only counted; --json has them all. */
const mostBeside = 10;

/** A line on the left, and where the rule is written on the right. */
interface Line {
  readonly text: string;
  readonly place: string;
}

/**
 * Why a record comes through or not, as a tree for a terminal.
 * @param warned of what a choice of the school read in the last run
 */
export function explanationAsText(
  pipeline: Pipeline,
  explanation: Explanation,
  warned: readonly EndToCorrect[] = [],
): string {
  const { through } = explanation;
  const doubted = [...warned, ...choicesMended(explanation)];
  const name = capital(nameOf(pipeline, explanation));
  const lines = [`${name} ${through ? 'comes through' : 'does not come through'}.`, ''];
  lines.push(
    ...(through ? joinedLines(pipeline, explanation) : aligned(new Tree(pipeline, doubted).lines(explanation.why))),
  );
  if (!through && explanation.from === 'extract') lines.push('', ...correctionLines(pipeline, explanation));
  if (!through && explanation.from === 'last run') lines.push('', ...toCorrect(pipeline, explanation.why, doubted));
  const alsoNoted = notedBesides(explanation, doubted);
  if (alsoNoted.length > 0) lines.push('', 'Also noted:', ...alsoNoted.map((one) => noted(pipeline, one, explanation)));
  return lines.join('\n');
}

function joinedLines(pipeline: Pipeline, { joined }: Explanation): string[] {
  const through = joined.filter(({ ids }) => ids.length > 0);
  const called = through.map(({ link }) => capital(label(pipeline, link, 2)));
  const width = Math.max(0, ...called.map((words) => words.length));
  const lines = through.map(({ to, ids }, at) => {
    const more = ids.length > mostBeside ? ` and ${String(ids.length - mostBeside)} more` : '';
    return `  ${called[at].padEnd(width)}  with ${label(pipeline, to, ids.length)} ${ids.slice(0, mostBeside).map(printable).join(', ')}${more}`;
  });
  return lines.length === 0 ? [] : ['Its links that come through:', ...lines];
}

/** Reasons as branches; what is below a record twice is drawn once. */
class Tree {
  readonly #drawn = new Set<string>();

  constructor(
    private readonly pipeline: Pipeline,
    private readonly doubted: readonly EndToCorrect[],
  ) {}

  lines(why: readonly Reason[]): Line[] {
    return why.flatMap((reason) => [
      { text: `  ${this.#what(reason)}`, place: this.#placeOf(reason) },
      ...seenBy(this.pipeline, reason, '    '),
      ...this.#below(reason, '  '),
    ]);
  }

  #below(reason: Reason, margin: string): Line[] {
    const { why, cut } = reason;
    const lines: Line[] = [];
    const shown = why.length > mostBeside ? why.slice(0, mostBeside - 1) : why;
    const left = why.length - shown.length;
    const width = Math.max(0, ...shown.map(({ of }) => nameOf(this.pipeline, of).length));
    shown.forEach((one, index) => {
      const isLast = index === shown.length - 1 && left === 0;
      const name = nameOf(this.pipeline, one.of).padEnd(width);
      lines.push({ text: `${margin}${isLast ? '└─' : '├─'} ${name}  ${this.#what(one)}`, place: this.#placeOf(one) });
      lines.push(...this.#once(one, `${margin}${isLast ? '   ' : '│  '}`));
    });
    if (left > 0) lines.push({ text: `${margin}└─ and ${String(left)} more (--json has them all)`, place: '' });
    if (cut) lines.push({ text: `${margin}└─ and so on: there is too much to list`, place: '' });
    return lines;
  }

  #placeOf({ place, fix, why, of }: Reason): string {
    const isDoubted = this.doubted.some((one) => isSame(one.of, of));
    const choice = isDoubted ? "the school's choice, perhaps by a mistake" : "the school's choice";
    return [place === null ? '' : lineOfFile(place), fix === null && why.length === 0 ? choice : '']
      .filter((part) => part !== '')
      .join('  ');
  }

  #what({ rule, because, options, of, position, section: noted }: Reason): string {
    const by = options.length > 0 ? ` (option ${options.join(', ')})` : '';
    const section = sectionAt(this.pipeline, of.kind, noted);
    const row = position === undefined ? '' : `${pathInExtract({ section, position, fields: [] })}  `;
    return `${row}${rule}: ${because?.replace(/\.$/, '') ?? 'its conditions do not hold'}${by}`;
  }

  #once(reason: Reason, margin: string): Line[] {
    if (reason.why.length === 0) return seenBy(this.pipeline, reason, `${margin}  `);
    const drawn = JSON.stringify([reason.of, reason.rule, reason.why]);
    if (this.#drawn.has(drawn)) return [{ text: `${margin}└─ as above`, place: '' }];
    this.#drawn.add(drawn);
    return [...seenBy(this.pipeline, reason, `${margin}  `), ...this.#below(reason, margin)];
  }
}

/** Its ranks, and what its conditions saw. */
function seenBy(pipeline: Pipeline, { of, ranks, saw }: Reason, margin: string): Line[] {
  const kind = kindNamed(pipeline, of.kind);
  const places = kind === undefined ? [] : (ranks ?? []).map((rank) => rankSeenInWords(pipeline, kind, rank));
  const said = (saw ?? []).map(
    (seen) => (kind === undefined ? null : countSeenInWords(pipeline, kind, seen)) ?? seenInWords(seen),
  );
  return [...places, ...said].map((text) => ({ text: `${margin}${text}`, place: '' }));
}

/** A condition, what it saw, and whether it holds. */
export function seenInWords({ fact, operator, value, saw, holds }: Seen): string {
  const other = typeof value === 'object' && value !== null && 'fact' in value ? value.fact : JSON.stringify(value);
  const seen = saw === null ? 'blank' : printable(JSON.stringify(saw));
  return `${fact} is ${seen}: ${operator} ${printable(other)} ${holds ? 'holds' : 'does not hold'}`;
}

function aligned(lines: readonly Line[]): string[] {
  const width = Math.min(100, Math.max(0, ...lines.filter(({ place }) => place !== '').map(({ text }) => text.length)));
  return lines.map(({ text, place }) => (place === '' ? text : `${text.padEnd(width)}  ${place}`));
}

function correctionLines(pipeline: Pipeline, explanation: Explanation): string[] {
  const { fixes, ifWrong } = explanation;
  const lines = fixes.length > 0 ? [fixesInWords(fixes.length)] : noFixInWords(explanation, true);
  [...fixes, ...ifWrong].forEach((set, number) => {
    set.forEach((correction, index) => {
      const lead = index === 0 ? `${String(number + 1)}.` : '  and';
      lines.push(`  ${lead} ${correctionInWords(pipeline, correction)}`);
    });
  });
  return lines;
}

function correctionInWords(pipeline: Pipeline, correction: Correction): string {
  return `${correction.fix.replace(/\.$/, '')} (${nameOf(pipeline, correction)})`;
}

function toCorrect(pipeline: Pipeline, why: readonly Reason[], doubted: readonly EndToCorrect[]): string[] {
  const listed = (of: readonly EndToCorrect[]) => [
    'To correct at the source:',
    ...of.map(({ fix, of: record }) => `  ${fix} (${nameOf(pipeline, record)})`),
  ];
  const ends = endsToCorrect(why);
  const sure = ends.length === 0 ? choicesInWords(why, true) : listed(ends);
  return doubted.length === 0 ? sure : [...listed(doubted), perhapsAll, ...sure];
}

function noted(pipeline: Pipeline, finding: Finding, about: Explanation): string {
  const { severity, rule, because, fix, field, kind, recordId, causeKind, causeId, position } = finding;
  const section = sectionAt(pipeline, kind, finding.section);
  const id = recordIdOf(about);
  const [otherKind, otherId] = recordId === id && kind === about.kind ? [causeKind, causeId] : [kind, recordId];
  const other =
    severity === 'duplicate' && otherKind !== null && otherId !== null
      ? ` The other: ${nameOf(pipeline, { kind: otherKind, id: otherId })}, differing in ${field ?? 'nothing that is kept'}.`
      : '';
  const todo = fix === null ? '' : ` ${fix}.`;
  // What is noted of something that comes through, and excluded, is one of its rows.
  const row = keepsOut(finding) ? `${pathInExtract({ section, position, fields: [] })}  ` : '';
  return `  ${severity.padEnd(9)} ${row}${rule}: ${because?.replace(/\.$/, '') ?? ''}.${other}${todo}`;
}
