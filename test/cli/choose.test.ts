import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseAnyKind } from '../../src/cli/choose.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { kindsOf, type Pipeline } from '../../src/pipeline/pipeline.js';
import { labelOf } from '../../src/pipeline/text/label-of.js';
import { nameOf } from '../../src/words/words.js';
import { write } from '../support/configured.js';
import { today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
let number = 0;

/** Students, contacts under a label, friends under another, and links of the first two. */
function pipelineWith(label: string, friends = 'Friends'): Pipeline {
  const folder = `${root}/${String(number++)}`;
  write(folder, {
    'pipeline.yaml': `name: labels
rules: none
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  students: { one: student, from: students, id: id }
  contacts: { one: contact, label: ${label}, from: contacts, id: id }
  friends: { one: friend, label: ${friends}, from: friends, id: id }
links:
  contactLinks:
    one: contactLink
    label: Links of contacts
    from: links
    joins: { student: { to: students, from: student }, contact: { to: contacts, from: contact } }
  friendLinks:
    one: friendLink
    from: friendLinks
    joins: { friend: { to: friends, from: friend }, carer: { to: contacts, from: carer } }
`,
  });
  return readConfiguration(`${folder}/pipeline.yaml`, { set: [], today: () => today }).pipeline;
}

const called = (pipeline: Pipeline) => kindsOf(pipeline).map((kind) => [1, 2].map((count) => labelOf(kind, count)));
const link = (pipeline: Pipeline, kind: string) => nameOf(pipeline, { kind, id: ['1', '2'] });

test('with the plural alone, one of a kind is called as commands call it, in words', () => {
  const pipeline = pipelineWith('Parents');
  assert.deepEqual(called(pipeline), [
    ['student', 'students'],
    ['contact', 'parents'],
    ['friend', 'friends'],
    ['contact link', 'links of contacts'],
    ['friend link', 'friend links'],
  ]);
  assert.equal(link(pipeline, 'contactLinks'), 'contact link of student 1 and contact 2');
});

test('with a word for one, it is called so, also at the end of a link that is named after it', () => {
  const pipeline = pipelineWith('{ one: Parent, many: Parents or carers }');
  assert.deepEqual(called(pipeline)[1], ['parent', 'parents or carers']);
  assert.equal(link(pipeline, 'contactLinks'), 'contact link of student 1 and parent 2');
  assert.equal(link(pipeline, 'friendLinks'), 'friend link of friend 1 and carer 2');
});

test('a kind is chosen by its name, its singular, or what people call it', () => {
  const pipeline = pipelineWith('{ one: parent, many: Parents }');
  const words = ['contacts', 'contact', 'parent', 'Parents', 'links of contacts', 'friendLinks'];
  assert.deepEqual(
    words.map((word) => chooseAnyKind(pipeline, word).name),
    ['contacts', 'contacts', 'contacts', 'contacts', 'contactLinks', 'friendLinks'],
  );
});

test('a word that several are called by chooses none, and a name counts before what people call another', () => {
  const both = '{ one: parent, many: Parents }';
  assert.throws(() => chooseAnyKind(pipelineWith(both, both), 'parent'), /There is no kind "parent"/);
  assert.equal(chooseAnyKind(pipelineWith(both, '{ one: contact, many: Contacts }'), 'contact').name, 'contacts');
  assert.equal(chooseAnyKind(pipelineWith('{ one: friend, many: Parents }'), 'friend').name, 'friends');
});
