import { keyMap, usually, type MapValues } from './keys/key-map.js';
import { named, type YamlType } from './keys/yaml-type.js';

const most = 2;

/** How many people have to approve what is held. */
const approvals: YamlType<number> = {
  schema: { type: 'integer', minimum: 1, maximum: most },
  read(file, node, what) {
    const count = file.readCount(node, what, 1);
    if (count <= most) return count;
    file.problem(node, 'wrong-type', `${what} must be 1 or ${String(most)}.`);
    return most;
  },
};

export const serveKeys = keyMap({
  approvals: usually(
    approvals,
    1,
    'How many different people have to approve what is held before the next run lets it through, 1 or 2. `release` needs `--by NAME` if it is 2.',
    2,
  ),
});

export type ServeTerms = MapValues<typeof serveKeys.keys>;

export const serve = named('serve', 'Data pages', 'What the Data pages ask of people.', serveKeys);
