import assert from 'node:assert/strict';

/** Output without what differs from run to run. */
export function steady(text: string): string {
  return text
    .replaceAll(/ +\d+ ms$/gm, ' N ms')
    .replaceAll(/in [\d.]+ s\./g, 'in N s.')
    .replaceAll(/Database: \S+/g, 'Database: D')
    .replaceAll(/ --database \S+/g, '')
    .replaceAll(/--only-if [0-9a-f]{32}/g, '--only-if F')
    .replaceAll(/held on [^:]+:\d\d:[\d.]+Z/g, 'held on T');
}

/** Whether output is what a text shows of it; a line `…` stands for any that are left out. */
export function assertShown(output: string, shown: string, command: string): void {
  const whole = steady(output);
  const parts = steady(shown).split(/^ {2}…\n/m);
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (parts.length === 1) assert.equal(whole, first, command);
  else assert.ok(whole.startsWith(first) && whole.endsWith(last), `${command}\n${output}`);
}
