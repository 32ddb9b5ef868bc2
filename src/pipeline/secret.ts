import { dirname, isAbsolute, join } from 'node:path';
import { isMap } from 'yaml';
import { keyMap, optional } from './keys/key-map.js';
import { text } from './keys/types.js';
import { named, type ReadValue, type YamlType } from './keys/yaml-type.js';

/** Where a secret is: no YAML file has it. The path of a file is relative to the working folder. */
export type Secret = { readonly env: string } | { readonly file: string };

/** A text whose faults show nothing of it: people write secrets in the wrong places. */
export function unshown<T>({ schema, read }: YamlType<T>): YamlType<T> {
  const hidden: ReadValue<T> = (file, node, what, key) => {
    const before = file.problems.length;
    const value = read(file, node, what, key);
    for (let at = before; at < file.problems.length; at++) {
      const { message, ...problem } = file.problems[at];
      const said = problem.code === 'wrong-type' && message.includes('"') ? `${what} cannot be this.` : message;
      file.problems[at] = { ...problem, message: said, source: '' };
    }
    return value;
  };
  return { schema, read: hidden };
}

/** What has a secret somewhere in it: no line of it is shown, because a secret in the wrong place may be beside a fault. */
export function unquoted<T>(read: ReadValue<T>): ReadValue<T> {
  return (file, node, what, key) => {
    const before = file.problems.length;
    const value = read(file, node, what, key);
    for (let at = before; at < file.problems.length; at++) file.problems[at] = { ...file.problems[at], source: '' };
    return value;
  };
}

const secretKeys = keyMap(
  {
    env: optional(text, 'The environment variable that has it.', 'OAK_TOKEN'),
    file: optional(text, 'The file that has it; a relative path begins at this file.', '/run/secrets/oak'),
  },
  { oneOf: [{ required: ['env'] }, { required: ['file'] }] },
);

export const secret = named<Secret>(
  'secret',
  'Where a secret is',
  'The name of an environment variable, or a file. No YAML file has the secret itself.',
  {
    schema: secretKeys.schema,
    read(file, node, what, key) {
      if (!isMap(node)) {
        const hint = 'Write { env: NAME } or { file: PATH }. If it is the secret itself, it is known now: replace it.';
        file.problem(node, 'wrong-type', `${what} must say where the secret is.`, hint);
        return { env: '' };
      }
      const { env, file: path } = secretKeys.read(file, node, what, key);
      if ((env === null) === (path === null))
        file.problem(node, 'excludes', `${what} is in the environment or in a file: give one of the two.`);
      if (path === null) return { env: env ?? '' };
      return { file: isAbsolute(path) ? path : join(dirname(file.path), path) };
    },
  },
  { env: 'OAK_TOKEN' },
);
