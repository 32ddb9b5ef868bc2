import type { FieldTypeName } from '../../../pipeline/vocabulary/source-types.js';
import { pathInList } from '../../../pipeline/source/source-path.js';
import type { LikelyWords } from '../likely-words.js';
import { dayFormsOf, isMostly, isYesOrNo, likeliest, rankAmong } from './likeness.js';
import type { InnerList, SampleSection, ValuePath } from './sections.js';

/** How a field is read, and what is said of that in a comment. */
export interface GuessedField {
  readonly name: string;
  readonly from: string | { readonly list: string; readonly value?: string; readonly lowest?: string };
  readonly type: FieldTypeName;
  readonly comments: readonly string[];
  /** Whether a person should look at it. */
  readonly isUncertain: boolean;
  readonly value: ValuePath;
}

/** The fields of a kind that the product has, as far as the section has paths that are called so. */
export function knownFields(
  section: SampleSection,
  kind: string,
  words: LikelyWords,
  used: ReadonlySet<ValuePath>,
): GuessedField[] {
  const taken = new Set(used);
  return Object.entries(words.fields[kind] ?? {}).flatMap(([name, own]) => {
    const fitting = section.values.filter((one) => !taken.has(one) && fits(name, one));
    const value =
      likeliest(
        own,
        fitting.filter(({ node }) => node.filled * 2 > section.node.count),
      ) ?? likeliest(own, fitting);
    const listed = value === null || (rankAmong(own, value) ?? 0) > 0 ? inLists(section, name, own) : null;
    if (listed !== null && value === null) return [listed];
    if (value === null) return [];
    taken.add(value);
    return [fieldOf(name, value, section.node.count)];
  });
}

/** Whether the values are not against the name: a birthday is a day. */
function fits(name: string, { node }: ValuePath): boolean {
  if (/date/i.test(name)) return dayFormsOf(node).length > 0;
  return !/email/i.test(name) || (node.forms.get('email') ?? 0) * 2 > node.filled;
}

export function fieldOf(name: string, value: ValuePath, entries: number): GuessedField {
  const { node, path } = value;
  const days = dayFormsOf(node);
  const comments: string[] = [];
  let isUncertain = false;
  let type: FieldTypeName = 'text';
  if (days.length > 0) {
    type = 'date';
    if (days[0] !== 'YYYY-MM-DD') {
      comments.push(`days are written ${days.join(' or ')}`);
      type = 'text';
      isUncertain = true;
    } else if (isMostly(node, 'instant') && (node.forms.get('time') ?? 0) > 0) {
      comments.push('an instant, which may be another day here');
      isUncertain = true;
    }
  } else if (isYesOrNo(node)) type = 'boolean';
  const blank = entries - node.filled;
  if (blank > 0) comments.push(`${String(blank)} of ${String(entries)} blank`);
  return { name, from: path, type, comments, isUncertain, value };
}

/** A field in a list of objects, such as an email among emails. */
function inLists(section: SampleSection, name: string, words: readonly string[]): GuessedField | null {
  for (const list of section.lists) {
    const isCalled = rankAmong(words, list) !== null || words.some((word) => (list.steps.at(-1) ?? '').includes(word));
    const value = isCalled ? valueIn(list, name, words) : null;
    if (value === null) continue;
    const order = list.values.find(
      ({ node, steps }) => isMostly(node, 'whole number') && /priority|order|rank/.test(steps.at(-1) ?? ''),
    );
    return {
      name,
      from: {
        list: list.path,
        ...(value.path === '' ? {} : { value: value.path }),
        ...(order === undefined ? {} : { lowest: order.path }),
      },
      type: 'text',
      comments: [`the first of ${pathInList(list.path, value.path === '' ? null : value.path)}`],
      isUncertain: order === undefined,
      value,
    };
  }
  return null;
}

function valueIn(list: InnerList, name: string, words: readonly string[]): ValuePath | null {
  if (list.values.length === 0) return { path: '', steps: list.steps, node: list.node };
  const fitting = list.values.filter((value) => fits(name, value));
  return (
    likeliest([...words, 'address', 'number', 'value', name.toLowerCase()], fitting) ??
    (name === 'email' ? (fitting[0] ?? null) : null)
  );
}
