import { keyMap, needed } from './keys/key-map.js';
import { named } from './keys/yaml-type.js';
import { count } from './keys/types.js';

/** For how many days to keep what left, or the history of changes, if the pipeline does not say. */
export const usualDays = 400;

const keptKeys = keyMap({ days: { ...needed(count(1), 'How many days.'), default: usualDays } });

export const kept = named('kept', 'Kept', 'For how long.', {
  schema: keptKeys.schema,
  read: (file, node, what, key) => keptKeys.readFrom(file, keptKeys.enter(file, node, what), key, what).days,
});
