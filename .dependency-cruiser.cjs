const stages = [
  'pipeline',
  'table',
  'extract',
  'sources',
  'decide',
  'explain',
  'load',
  'browse',
  'words',
  'run',
  'report',
  'notices',
  'operations',
  'testing',
  'serve',
  'queue',
];

/** Data goes from left to right; a stage knows those before it and none after it. */
const order = stages.map((stage, index) => ({
  name: `${stage}-knows-no-later-stage`,
  comment: `Data comes through ${stages.join(' → ')}: what ${stage} does must not depend on what happens after it.`,
  severity: 'error',
  from: { path: `^src/${stage}/` },
  to: { path: `^src/(${[...stages.slice(index + 1), 'cli'].join('|')})/` },
}));

const owner = (folder, packages, why) => ({
  name: `only-${folder.replace('|', '-and-')}-knows-${packages[0]}`,
  comment: why,
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/(${folder})/` },
  to: { path: `node_modules/(${packages.join('|')})/` },
});

/** The command line, the public API, the thread that reads, the processes of one run, and declarations that only the compiler reads. */
const entries =
  '^src/(cli/bin|index|cli/job|extract/thread/reading-thread|load/dialects/sqlite-thread|report/writers/xlsx-thread)[.]ts$|[.]d[.]ts$';

module.exports = {
  forbidden: [
    ...order,
    owner('extract', ['stream-json', 'stream-chain'], 'How bytes become values is the business of one folder.'),
    owner('extract|report', ['ajv'], 'Values of extracts and results of other runs are validated where they are read.'),
    owner('sources', ['undici', 'aws4fetch'], 'What may be connected to is decided in one place.'),
    owner('decide', ['json-rules-engine'], "The engine's traps are dealt with in one place."),
    owner(
      'load|browse',
      ['knex', 'better-sqlite3', 'better-sqlite3-13', 'pg', 'mysql2'],
      'knex quotes values in its errors: nobody else may see one.',
    ),
    owner('queue', ['pg-boss'], "The queue's engine is where Node is new enough, and nobody else needs it."),
    owner('serve', ['fastify', '@fastify/[^/]+'], 'Requests are answered in one place.'),
    owner('serve', ['openid-client', 'otpauth', 'uqr'], 'Who signs in is decided in one place.'),
    owner('report|serve', ['d3-[^/]+'], 'Plots are drawn where pages and reports are made.'),
    owner(
      'operations',
      ['prom-client', 'pino', '@opentelemetry/[^/]+'],
      'What is measured and logged has ids and counts only, which one folder sees to.',
    ),
    owner('notices', ['nodemailer'], 'Mail is sent in one place.'),
    owner('pipeline', ['re2js'], 'Patterns are compiled once, where rules are read.'),
    owner('pipeline', ['yaml'], 'Positions in files are kept where files are read.'),
    owner('pipeline', ['prettier'], 'How YAML is written is the business of the folder that reads it.'),
    owner('cli', ['commander', 'picocolors'], 'Only the command line talks to a person.'),
    {
      name: 'no-orphan',
      comment: 'What neither the command line nor the public API leads to, nobody uses: only tests may.',
      severity: 'error',
      from: { path: entries },
      to: { path: '^src/', pathNot: entries, reachable: false },
    },
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one idea: join them, or move what they share.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
