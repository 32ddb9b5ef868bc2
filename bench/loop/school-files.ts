import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, shippedPipeline } from '../places.js';

/** A file of the usual size: an option, a rule that is off, and one of the school's own. */
const schoolFile = `# yaml-language-server: $schema=../../schemas/school.schema.json
options:
  parentalResponsibilityOnly: true
disable: [contact-title]
add:
  classes:
    - name: no-clubs
      because: Clubs are not wanted
      conditions: { all: [{ fact: code, operator: startsWith, value: CLUB }] }
      event: { type: exclude }
`;

/** Copies the shipped configuration without its cases, and adds so many schools. @returns the pipeline, and the folder of their files */
export function writeSchoolFiles(folder: string, schools: number): { pipeline: string; files: string } {
  const files = join(folder, 'rules', 'schools');
  cpSync(join(root, 'rules'), join(folder, 'rules'), { recursive: true, filter: (path) => !path.endsWith('tests') });
  mkdirSync(files, { recursive: true });
  const pipeline = join(folder, 'pipeline.yaml');
  cpSync(shippedPipeline, pipeline);
  for (let school = 1; school <= schools; school++) writeFileSync(join(files, `${school}.yaml`), schoolFile);
  return { pipeline, files };
}
