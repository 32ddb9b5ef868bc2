import type { FieldTypeName } from '../../../pipeline/vocabulary/source-types.js';
import type { Form } from '../../../extract/survey/forms.js';
import type { PathNode } from '../../../extract/survey/path-node.js';
import { leadsInto, pathInList } from '../../../pipeline/source/source-path.js';
import type { LikelyWords } from '../likely-words.js';
import {
  areInstants,
  dayFormsOf,
  daysIn,
  isMostly,
  isYesOrNo,
  likeliest,
  namedDayFormsOf,
  rankAmong,
} from './likeness.js';
import type { InnerList, SampleSection, ValuePath } from './sections.js';

/** How a field is read, and what is said of that in a comment. */
export interface GuessedField {
  readonly name: string;
  readonly from:
    | string
    | readonly string[]
    | { readonly list: string; readonly value?: string; readonly lowest?: string }
    | LookedUp;
  readonly type: FieldTypeName;
  /** How its days are written, if not as usual. */
  readonly format: Form | null;
  /** Behind which sign of the text the value is; null if it is all of it. */
  readonly behind: '#' | null;
  readonly comments: readonly string[];
  /** Whether a person should look at it. */
  readonly isUncertain: boolean;
  /** Whether some entries do without the key; a null is there. */
  readonly isLeftOut: boolean;
  readonly value: ValuePath;
}

/** A value of another list, as `from` of a field says it. */
export interface LookedUp {
  readonly lookup: string;
  readonly match: Readonly<Record<string, string>>;
  readonly lowest?: string;
  readonly highest?: { readonly from: string; readonly type: 'date' };
  readonly first?: true;
  readonly value: string;
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
    const field = isCalledDay(name) ? dayFieldOf : fieldOf;
    const read = asMeant(field(name, value, section.node.count), words.links[kind]?.constants?.[name]);
    const isName = words.kinds[kind]?.name.includes(name) === true;
    const other = isName && value.node.filled < section.node.count ? insteadOf(value, own, fitting) : null;
    if (other !== null) {
      taken.add(other);
      return [
        { ...read, from: [value.path, other.path], comments: ['the first that is not blank'], isUncertain: true },
      ];
    }
    return [inObjectOrList(read, section)];
  });
}

/** What a person is called by where the likeliest is blank, such as the legal name without a preferred one. */
function insteadOf(value: ValuePath, own: readonly string[], fitting: readonly ValuePath[]): ValuePath | null {
  return likeliest(
    own,
    // The name in an object within may be that of something else: `yearGroup.name`.
    fitting.filter(
      ({ node, steps }) => node.filled > value.node.filled && (steps.length === 1 || steps.at(-1) !== 'name'),
    ),
  );
}

/** In some entries an object, in others a list of such: a list of one is read of either, and a path only of the first. */
function inObjectOrList(field: GuessedField, { lists }: SampleSection): GuessedField {
  const { path } = field.value;
  const around = lists.find((list) => list.values.length > 0 && leadsInto(path, list.path));
  if (around === undefined) return field;
  const from = { list: around.path, value: path.slice(around.path.length + 1) };
  const comments = ['in some entries an object, in others a list: the first of it', ...field.comments];
  return { ...field, from, comments, isUncertain: true };
}

/** A name is a text, also if those in the sample look like numbers; what may have a number as constant is one. */
function asMeant(field: GuessedField, constant: string | number | undefined): GuessedField {
  const isDayType = field.type === 'date' || field.type === 'day-of-instant';
  return isDayType || typeof constant === 'number' ? field : { ...field, type: 'text' };
}

/** Whether the values are not against the name: a birthday is a day. */
function fits(name: string, { node }: ValuePath): boolean {
  if (isCalledDay(name)) return namedDayFormsOf(node).length > 0;
  return !/email/i.test(name) || (node.forms.get('email') ?? 0) * 2 > node.filled;
}

function isCalledDay(name: string): boolean {
  return /date/i.test(name);
}

export function fieldOf(name: string, value: ValuePath, entries: number): GuessedField {
  return fieldAs(dayFormsOf(value.node), name, value, entries);
}

/** A field whose name says that it is a day, also if some of its values are none. */
export function dayFieldOf(name: string, value: ValuePath, entries: number): GuessedField {
  return fieldAs(namedDayFormsOf(value.node), name, value, entries);
}

function fieldAs([day, other]: readonly Form[], name: string, value: ValuePath, entries: number): GuessedField {
  const { node, path } = value;
  const blank = entries - node.filled;
  const comments = blank > 0 ? [`${String(blank)} of ${String(entries)} blank`] : [];
  const isLeftOut = node.count < entries;
  if (day === undefined) return notDay(value, { name, comments, isLeftOut });
  const wrong = notDays(node);
  const isInstant = areInstants(node);
  comments.push(...wrong);
  if (isInstant) comments.push('an instant, read as its day in the time zone above');
  if (other !== undefined) comments.push(`or ${other}: the sample fits both`);
  return {
    name,
    from: path,
    type: isInstant ? 'day-of-instant' : 'date',
    format: isInstant || day === 'YYYY-MM-DD' ? null : day,
    behind: null,
    comments,
    isUncertain: isInstant || other !== undefined || wrong.length > 0,
    isLeftOut,
    value,
  };
}

function notDay(
  value: ValuePath,
  { comments, ...said }: Pick<GuessedField, 'name' | 'comments' | 'isLeftOut'>,
): GuessedField {
  const { node, path } = value;
  // An address of a word, as descriptors are: `uri://ed-fi.org/GradeLevelDescriptor#Fifth grade`.
  const isBehind = isMostly(node, 'slash') && isMostly(node, 'hash');
  return {
    ...said,
    from: path,
    type: typeOf(value),
    format: null,
    behind: isBehind ? '#' : null,
    comments: isBehind ? ['what is behind the last #', ...comments] : comments,
    isUncertain: isBehind,
    value,
  };
}

/** What is said of days some of which are none. */
export function notDays(node: PathNode): string[] {
  const wrong = node.filled - daysIn(node);
  return wrong > 0 ? [`${String(wrong)} of ${String(node.filled)} ${wrong === 1 ? 'is no day' : 'are no days'}`] : [];
}

/** Numbers that are written as texts may be codes, and stay texts. */
function typeOf({ node, steps }: ValuePath): FieldTypeName {
  if (isYesOrNo(node)) return 'boolean';
  if (node.types.number < node.filled || /(?:id|number|code|key|ref|phone|no)$/.test(steps.at(-1) ?? '')) return 'text';
  if (isMostly(node, 'whole number')) return 'number';
  return isMostly(node, 'decimal number') ? 'decimal' : 'text';
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
      format: null,
      behind: null,
      comments: [`the first of ${pathInList(list.path, value.path === '' ? null : value.path)}`],
      isUncertain: order === undefined,
      isLeftOut: false,
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
