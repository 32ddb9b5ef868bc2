import type { YamlScalar } from '../yaml/yaml-file.js';

/** A value that a rule compares with or sets. */
export type Literal = YamlScalar | readonly YamlScalar[];
