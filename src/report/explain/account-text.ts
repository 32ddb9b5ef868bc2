import type { Account, AskedRule } from '../../explain/account/account.js';
import type { GivenValue } from '../../explain/account/given-value.js';
import type { LinkKind, Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { joined } from '../../pipeline/text/counted.js';
import { lineOfFile } from '../../pipeline/text/place-text.js';
import { valueInWords } from '../../pipeline/vocabulary/comparison-words.js';
import { leafInWords, outcomeInWords } from '../../words/condition-words.js';
import { pathInExtract } from '../../words/mention.js';
import { stepInWords } from '../../words/rule-words.js';
import { nameOf, printable, sectionAt } from '../../words/words.js';
import { onlyDecides } from './only-decides.js';
import { pathsOf } from './paths-of.js';

type Kind = RecordKind | LinkKind;

/** Lines in columns: what, and where it is written. */
type Line = readonly [text: string, place: string];

/** Every rule that was asked, with what its conditions came to. */
export function askedLines({ rules }: Account, pipeline: Pipeline, kind: Kind, withValues: boolean): string[] {
  if (rules.length === 0) return ['No rule was asked about it.'];
  const lines = rules.flatMap((one): Line[] => {
    const { rule, position, seen } = one;
    const section = sectionAt(pipeline, kind.name, one.section);
    const row = position === null ? '' : `${pathInExtract({ section, position, fields: [] })}  `;
    const conditions = seen.map((leaf): Line => {
      const hasValue = withValues && !onlyDecides(pipeline, kind, leaf.fact);
      return [
        `    ${hasValue ? outcomeInWords(pipeline, kind, leaf) : leafInWords(pipeline, kind, leaf, leaf.holds)}`,
        '',
      ];
    });
    return [[`  ${row}${rule.name} ${deedInWords(one)}`, lineOfFile(rule.place)], ...conditions];
  });
  return ['The rules that were asked:', ...aligned(lines)];
}

function deedInWords({ deed, fields, rule }: AskedRule): string {
  if (deed === 'through') return 'lets it through';
  if (deed === 'out') return 'keeps it out';
  if (deed === 'warned') return rule.once ? 'warns, once a school' : 'warns';
  if (deed === 'split') return 'makes two of it';
  if (deed === 'set') return `gives ${joined(fields)}`;
  return 'by' in rule.effect ? 'does not split it' : 'values' in rule.effect ? 'gives nothing' : 'does not warn';
}

/** Every value that is stored, and what gave it. */
export function valueLines({ values }: Account, pipeline: Pipeline, kind: Kind): string[] {
  if (values.length === 0) return [];
  const shown = values.map((one) => ({ one, value: one.stored === null ? 'blank' : printable(String(one.stored)) }));
  const name = Math.max(...values.map(({ field }) => field.name.length));
  const width = Math.min(30, Math.max(...shown.map(({ value }) => value.length)));
  return [
    '',
    'Its values, and what gave them:',
    ...shown.map(
      ({ one, value }) =>
        `  ${one.field.name.padEnd(name)}  ${value.padEnd(width)}  ${printable(giverInWords(one, pipeline, kind))}`,
    ),
  ];
}

function giverInWords(one: GivenValue, pipeline: Pipeline, kind: Kind): string {
  const stored = one.stored === one.seen ? [] : [`stored for ${valueInWords(one.seen)}`];
  return [...giver(one, pipeline, kind), ...stored].join(', ');
}

function giver(
  { field, by, position, section, blanksBefore, rule, set, shared, link }: GivenValue,
  pipeline: Pipeline,
  kind: Kind,
) {
  if (by === 'rule') {
    const copied = set !== null && 'field' in set ? [`a copy of ${set.field}`, ...set.text.map(stepInWords)] : [];
    return [`the rule ${rule?.name ?? ''} (${rule === null ? '' : lineOfFile(rule.place)})`, ...copied];
  }
  if (by === 'link')
    return [`filled in from ${link === null ? '' : `${link.field.name} of ${nameOf(pipeline, link)}`}`];
  const place = pipeline.places.get(`${kind.name}.${field.name}`);
  if (by === 'constant') return [`a constant${place === undefined ? '' : ` (${lineOfFile(place)})`}`];
  if (position === null) return ['nothing gives it a value'];
  const [path, ...further] = pathsOf(field);
  const at = pathInExtract({ section: sectionAt(pipeline, kind.name, section), position, fields: [path] });
  const others = further.length === 0 ? [] : [`or ${further.join(', ')}: the first that has a value counts`];
  if (by === 'nothing') return [`nothing at ${at}`, ...others];
  const repeats = blanksBefore === 0 ? [] : ['a repeat, because it is blank before'];
  return [
    at,
    ...others,
    ...repeats,
    ...field.text.map(stepInWords),
    ...(shared === null ? [] : [sharedInWords(shared)]),
  ];
}

function sharedInWords({ rule, half }: NonNullable<GivenValue['shared']>): string {
  return `the ${half === 1 ? 'first' : 'second'} of its two parts (${rule.name}, ${lineOfFile(rule.place)})`;
}

function aligned(lines: readonly Line[]): string[] {
  const width = Math.min(80, Math.max(0, ...lines.filter(([, place]) => place !== '').map(([text]) => text.length)));
  return lines.map(([text, place]) => (place === '' ? text : `${text.padEnd(width)}  ${place}`));
}
