import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { sourceSchema } from '../src/pipeline/vocabulary/source-types.js';
import { reference, withOperators } from './reference.js';

const schema = 'schemas/source.schema.json';
const layout = await resolveConfig(schema);
writeFileSync(schema, await format(JSON.stringify(sourceSchema), { ...layout, parser: 'json' }));
writeFileSync('docs/rules.md', withOperators(readFileSync('docs/rules.md', 'utf8')));
writeFileSync('docs/reference.md', reference());
