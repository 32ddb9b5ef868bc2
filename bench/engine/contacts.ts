import { readInOnePass } from '../composition/read-document.js';
import { makeWorld, type Values } from '../composition/world.js';
import { filesOf } from '../ways/way.js';

/** The contacts of all schools, as values by name. */
export async function readContacts(folder: string): Promise<Values[]> {
  const contacts: Values[] = [];
  for (const file of filesOf(folder)) {
    const { records } = makeWorld(await readInOnePass(file));
    for (const { values } of records.get('contacts')?.values() ?? []) contacts.push(values);
  }
  return contacts;
}
