import { fileAndLine, lineOfFile } from '../../pipeline/text/place-text.js';
import { printable } from '../../words/words.js';
import type { Format } from '../format.js';
import { inert, inertJson } from '../writers/inert.js';
import { asCode, escapeWords } from '../writers/markdown.js';
import { columnInWords } from './column-changes.js';
import type { ConfigurationImpact, SchoolChanges, SettingChange } from './configuration-changes.js';

/** Values longer than this are left to --json. */
const mostCharacters = 80;

/** `option titles changed: 10 → 20`, and where that is written. */
function inWords({ what, name, how, before, after }: SettingChange): string {
  const values = what === 'rule' || before === null || after === null ? '' : [before, after].map(shown).join(' → ');
  const isShort = values !== '' && values.length <= mostCharacters;
  return `${what} ${name} ${how}${isShort ? `: ${values}` : ''}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What differs for a school and not for all; what differs for all and not there. */
function besideBase({ changes }: SchoolChanges, base: readonly SettingChange[]) {
  const [ofAll, own] = [base, changes].map((all) => new Set(all.map((one) => JSON.stringify(one))));
  return {
    more: changes.filter((one) => ofAll?.has(JSON.stringify(one)) !== true),
    less: base.filter((one) => own?.has(JSON.stringify(one)) !== true),
  };
}

interface Lines {
  readonly title: (text: string) => string;
  readonly line: (words: string, place: string) => string;
}

function written({ base, schools, columns }: ConfigurationImpact, { title, line }: Lines): string[] {
  const lineOf = (change: SettingChange) =>
    line(inWords(change), change.place === null ? '' : lineOfFile(change.place));
  const ofAll = base.length === 0 ? [line('nothing', '')] : base.map(lineOf);
  return [
    title('All schools'),
    ...ofAll,
    ...schools.flatMap((school) => {
      if (school.reason !== null) return ['', title(`School ${school.school}`), line(`faulty: ${school.reason}`, '')];
      const { more, less } = besideBase(school, base);
      const not = less.filter(({ what, name }) => !more.some((one) => one.what === what && one.name === name));
      return [
        '',
        title(`School ${school.school}, besides`),
        ...more.map(lineOf),
        ...not.map((change) => line(`not here: ${inWords(change)}`, '')),
      ];
    }),
    ...(columns.length === 0 ? [] : ['', title('Tables')]),
    ...columns.map(columnInWords).map(({ what, where }) => line(what, where)),
  ];
}

const text: Format<ConfigurationImpact> = {
  name: 'text',
  meaning: 'for people',
  write: (impact) => {
    const lines = written(impact, {
      title: printable,
      line: (words, place) => printable(`  ${words}${place === '' ? '' : `  ${place}`}`),
    });
    return inert(`${lines.join('\n')}\n`);
  },
};

const json: Format<ConfigurationImpact> = {
  name: 'json',
  meaning: 'for scripts',
  write: ({ against, base, schools, columns }) => {
    const asJson = ({ place, ...change }: SettingChange) => ({ ...change, ...fileAndLine(place) });
    const all = schools.map(({ school, changes, reason }) => ({ school, changes: changes.map(asJson), reason }));
    const ofTables = columns.map(({ place, ...column }) => ({ ...column, ...fileAndLine(place) }));
    return `${inertJson({ against, base: base.map(asJson), schools: all, columns: ofTables })}\n`;
  },
};

const markdown: Format<ConfigurationImpact> = {
  name: 'markdown',
  meaning: "for a pull request's comment",
  write: (impact) => {
    const lines = written(impact, {
      title: (words) => `#### ${escapeWords(printable(words))}\n`,
      line: (words, place) =>
        `- ${escapeWords(printable(words))}${place === '' ? '' : ` (${asCode(printable(place))})`}`,
    });
    const head = `### What the configuration says otherwise, against ${asCode(printable(impact.against))}`;
    return inert(`${[head, '', ...lines].join('\n')}\n`);
  },
};

export const configurationFormats: readonly Format<ConfigurationImpact>[] = [text, json, markdown];
