import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { reference, withOperators } from './reference.js';
import { schemas } from './schemas.js';

for (const [path, schema] of schemas())
  writeFileSync(path, await format(JSON.stringify(schema), { ...(await resolveConfig(path)), filepath: path }));
writeFileSync('docs/rules.md', withOperators(readFileSync('docs/rules.md', 'utf8')));
writeFileSync('docs/reference.md', reference());
