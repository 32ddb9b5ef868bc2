import { outcomeOf } from './configuration-outcome.js';

// Of configurations as another user finds them: argument by argument, each a path of a pipeline; the first names the schools.
const [schools = '', ...configs] = process.argv.slice(2);
process.stdout.write(JSON.stringify(configs.map((config) => outcomeOf(config, schools.split(',')))));
