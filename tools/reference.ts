import { readFileSync } from 'node:fs';
import { builtInRules } from '../src/pipeline/rules/rule.js';
import { operators } from '../src/pipeline/vocabulary/operators.js';

/** What the schemas of the YAML files use of JSON Schema. */
interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
}

type Definitions = Readonly<Record<string, Schema>>;

const files = [
  ['pipeline', 'pipeline.yaml'],
  ['rules', 'rules/*.yaml'],
  ['conditions', 'rules/conditions.yaml'],
  ['school', 'rules/schools/*.yaml'],
  ['test', 'rules/tests/*.yaml'],
  ['sources', 'sources/*.yaml'],
] as const;

/** docs/reference.md: every key of every kind of YAML file, as the schemas describe them. */
export function reference(): string {
  const parts = files.map(([name, where]) => {
    const schema = JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as Schema;
    const all = schema.definitions ?? {};
    const definitions = Object.entries(all).flatMap(([key, inner]) => section(key, inner, all));
    return [`## ${where}`, prose(schema), ...keyTable(schema, all), ...definitions].join('\n\n');
  });
  const about =
    'Every key of every YAML file. Made by `npm run docs` from `schemas/`, which it makes from the code: an editor that knows the schemas shows the same while you type.';
  const rules = Object.values(builtInRules).map((rule) => `\`${rule}\``);
  const findings = `Beside the rules in \`rules/\`, a finding's \`rule\` is one of these: ${rules.join(', ')}. [errors.md](errors.md#findings-that-come-from-no-rule-in-yaml) says what each means and what to do.`;
  return ['# Reference', about, ...parts, '## Rules of findings', findings].join('\n\n') + '\n';
}

/** docs/rules.md, with its table of operators up to date. */
export function withOperators(rules: string): string {
  const rows = operators.map(({ name, meaning, example }) => `| \`${name}\` | ${meaning} | \`${example}\` |\n`);
  return rules.replace(/(?<=^\| operator \|.*\n\|---.*\n)(?:\|.*\n)+/m, () => rows.join(''));
}

function section(key: string, schema: Schema, all: Definitions): string[] {
  const table = keyTable(schema, all);
  const words = wordTable(schema);
  if (table.length + words.length === 0) return [];
  return [`### ${key}: ${(schema.title ?? key).toLowerCase()}`, prose(schema), ...table, ...words];
}

function prose({ description, examples }: Schema): string {
  const example = examples?.[0] === undefined ? [] : [`Example: ${code(examples[0])}`];
  return [description ?? '', ...example].join('\n\n');
}

function keyTable({ properties, required = [] }: Schema, all: Definitions): string[] {
  if (properties === undefined) return [];
  const rows = Object.entries(properties).map(([key, inner]) => {
    const must = required.includes(key) ? ' (needed)' : '';
    return `| \`${key}\`${must} | ${cell(valuesOf(inner))} | ${cell(meaningOf(inner, all))} |`;
  });
  const words = Object.entries(properties).flatMap(([key, inner]) => {
    const { additionalProperties: values } = inner;
    const table = wordTable(typeof values === 'object' ? values : inner);
    return table.length === 0 ? [] : [`\`${key}\` is one of:`, ...table];
  });
  return [['| key | value | means |', '|---|---|---|', ...rows].join('\n'), ...words];
}

/** Values, each with its meaning. */
function wordTable(schema: Schema): string[] {
  const words = (schema.oneOf ?? []).filter((one) => one.const !== undefined);
  if (words.length === 0) return [];
  const rows = words.map((one) => `| ${code(one.const)} | ${cell(one.description ?? '')} |`);
  return [['| value | means |', '|---|---|', ...rows].join('\n')];
}

function meaningOf({ description: own, default: usual, examples, $ref }: Schema, all: Definitions): string {
  const description = own ?? all[$ref?.split('/').at(-1) ?? '']?.description ?? '';
  const more = [
    ...(usual === undefined ? [] : [`Default: ${code(usual)}.`]),
    ...(examples === undefined ? [] : [`Example: ${code(examples[0])}.`]),
  ];
  return [description, ...more].join(' ');
}

function valuesOf(schema: Schema): string {
  const [only] = schema.allOf ?? [];
  const ref = schema.$ref ?? only?.$ref;
  if (ref !== undefined) return ref.split('/').at(-1) ?? '';
  if (schema.oneOf?.some((one) => one.const !== undefined) === true) return 'a word, see below';
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(valuesOf))].join(', or ');
  if (schema.type === 'array') return `list of ${valuesOf(schema.items ?? {})}`;
  if (typeof schema.additionalProperties === 'object') return `by name: ${valuesOf(schema.additionalProperties)}`;
  if (schema.properties !== undefined) return `map with ${Object.keys(schema.properties).map(code).join(', ')}`;
  return [schema.type ?? 'anything']
    .flat()
    .map((type) => (type === 'string' ? 'text' : type))
    .join(', ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : flow(value)}\``;
}

/** A value as YAML in one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${flow(inner)}`)
      .join(', ')} }`;
  if (typeof value === 'string')
    return value === '' || /[:#,[\]{}]|^\s|\s$/.test(value) ? JSON.stringify(value) : value;
  return String(value);
}
