import { Command, Option } from 'commander';
import { withoutCredentials } from '../pipeline/text/credentials.js';
import { version } from '../run/version.js';
import type { CheckOptions } from './commands/check.js';
import type { CommonOptions } from './common-options.js';
import type { ConfigOptions } from './commands/config.js';
import type { EnqueueOptions } from './commands/enqueue.js';
import type { ExplainOptions } from './commands/explain.js';
import type { ExportOptions } from './commands/export.js';
import type { FmtOptions } from './commands/fmt.js';
import type { ForgetOptions } from './commands/forget.js';
import type { HistoryOptions } from './commands/history.js';
import type { InitOptions } from './commands/init.js';
import type { ImpactOptions } from './commands/impact.js';
import type { ValuesOptions } from './commands/values.js';
import type { PlanOptions } from './commands/plan.js';
import type { PurgeOptions } from './commands/purge.js';
import type { QueueOptions } from './commands/queue.js';
import type { JoinOptions } from './report-join.js';
import type { RunOptions } from './commands/run.js';
import type { SchemaOptions } from './commands/schema.js';
import type { ServeOptions } from './commands/serve.js';
import type { TestOptions } from './commands/test.js';
import type { UserOptions } from './commands/user.js';
import type { WorkerOptions } from './commands/worker.js';
import { asId } from './choose.js';
import type { FormatsInWords } from './formats.js';
import type { CommandWorld } from './streams.js';

const reportHelp = 'also write the result to a file, - is standard output; again for each further one:';

const logHelp = 'json: lines of JSON on standard error, for programs that read logs, in place of the progress';

const repeatable = (value: string, before: string[]): string[] => [...before, value];
const repeatableId = (value: string, before: string[]): string[] => [...before, asId(value)];

/** It is taken before the arguments are read (log-asked-for.ts). */
function logOption(): Option {
  return new Option('--log <format>', logHelp).choices(['json']);
}

function operationsPort(): Option {
  const help = 'where /health, /ready and /metrics are, for those who watch (default: nowhere)';
  return new Option('--operations-port <number>', help);
}

function operationsHost(): Option {
  const help = 'on which address; nobody is asked who they are there';
  return new Option('--operations-host <address>', help).default('127.0.0.1');
}

/** What adding a command needs. */
interface Adding {
  /** Adds one with the options that all commands have. */
  readonly command: (name: string, description: string) => Command;
  readonly formats: FormatsInWords;
  readonly world: CommandWorld;
  readonly finish: (code: number) => void;
}

/**
 * All commands, in the order of the help. A command's module loads when it runs: to load what the others need would
 * take longer than most commands take to answer.
 * @param finish is given the exit code
 */
export function createProgram(world: CommandWorld, formats: FormatsInWords, finish: (code: number) => void): Command {
  const program = new Command('pullthrough')
    .description(
      "Reads schools' MIS extracts, decides by rules what comes through and why, and loads it into SQL tables.",
    )
    .version(version, '--version', 'the version of the program')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      // The message quotes a misspelt --database=….
      writeErr: (text) => world.stderr.write(withoutCredentials(text)),
    });
  const command = (name: string, description: string): Command =>
    withCommonOptions(program.command(name).description(description));
  for (const add of [addNights, addQueue, addAnswers, addRules, addPages, addRecords])
    add({ command, formats, world, finish });
  return program;
}

function withCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'the pipeline', 'pipeline.yaml')
    .option(
      '--root <folder>',
      "the folder that contains all of the configuration; also PULLTHROUGH_ROOT (default: the pipeline's)",
    )
    .option(
      '--database <url>',
      'sqlite:FILE, postgres://…, mysql://…; also PULLTHROUGH_DATABASE (default: as the pipeline says)',
    )
    .option('--school <id>', 'only this school; again for each further one', repeatableId, [])
    .option('--set <option=value>', 'an option for all schools; again for each further one', repeatable, [])
    .option('--date <day>', 'the day for rules with dates, YYYY-MM-DD (default: today)')
    .option('--json', 'the result as JSON on standard output');
}

function addNights({ command, formats, world, finish }: Adding): void {
  command('run', 'Reads the inputs, decides, loads, reports.')
    .argument(
      '[inputs...]',
      'files, folders, globs, URLs, or - for standard input (default: source.inputs of the pipeline)',
    )
    .option('--only-if <fingerprint>', 'do exactly what a plan said, or nothing')
    .option('--allow-older', 'take extracts that are older than the last one loaded')
    .option('--feed <name>', 'runs with this name should bring the same schools (default: the inputs as named)')
    .option('--jobs <number>', 'as many processes, on PostgreSQL or MySQL')
    .option('--shard <k/n>', 'only the inputs that fall to part K of N, by their names: for N machines')
    .option('--repair', 'compare all rows, even if nothing seems new, and say what someone else had written')
    .option('--report <format=file>', `${reportHelp} ${formats('run')}`, repeatable, [])
    .option('--no-notices', 'tell nobody whom `notify` names how the night ended')
    .option('--metrics <file>', "the run's numbers, for the textfile collector of Prometheus' node_exporter: NAME.prom")
    .addOption(logOption())
    .action(async (inputs: string[], options: RunOptions) =>
      finish(await (await import('./commands/run.js')).runCommand(inputs, options, world)),
    );
  command('plan', 'What run would do, and why; writes nothing.')
    .argument('[inputs...]', 'as for run')
    .option('--exit-code', 'exit with 3 if something would change')
    .option('--details <number>', 'how many records to name of each school', '20')
    .option('--allow-older', 'as for run')
    .option('--repair', 'as for run')
    .option('--feed <name>', 'as for run')
    .option('--shard <k/n>', 'as for run')
    .option('--report <format=file>', `${reportHelp} ${formats('plan')}`, repeatable, [])
    .addOption(logOption())
    .option('--format <name>', `${formats('plan')}; default: text`)
    .option('--out <file>', 'where to write it (default: standard output)')
    .action(async (inputs: string[], options: PlanOptions) =>
      finish(await (await import('./commands/plan.js')).plan(inputs, options, world)),
    );
  command('release', 'Approves, once, what a held load would remove and change: release 9361234')
    .argument('<school>', 'its id', asId)
    .argument('[inputs...]', 'loads these at once (default: the next run that holds the same or less goes through)')
    .option('--by <name>', 'who approves it; needed if serve.approvals of the pipeline asks for two people')
    .option('--only-if <fingerprint>', 'with inputs: load what a plan showed, or nothing')
    .option('--allow-older', 'as for run')
    .option('--report <format=file>', 'as for run, with inputs', repeatable, [])
    .addOption(logOption())
    .action(async (school: string, inputs: string[], options: RunOptions) =>
      finish(await (await import('./commands/release.js')).release(school, inputs, options, world)),
    );
}

function addQueue({ command, world, finish }: Adding): void {
  command('enqueue', 'Makes a night of the inputs for workers on many machines; needs PostgreSQL and Node 22.12.')
    .argument('[inputs...]', 'as for run; files in a folder that every worker has')
    .option('--wait', 'until workers have done it; then report, and end, as run does')
    .option('--once', 'not if it was enqueued with --once already since noon, by this or another machine')
    .option('--allow-older', 'as for run')
    .option('--repair', 'as for run')
    .option('--feed <name>', 'as for run')
    .option('--report <format=file>', 'as for run, with --wait', repeatable, [])
    .action(async (inputs: string[], options: EnqueueOptions) =>
      finish(await (await import('./commands/enqueue.js')).enqueueCommand(inputs, options, world)),
    );
  command('worker', 'Takes what was enqueued and loads it, until it is interrupted.')
    .option('--until-empty', 'until nothing waits and nothing is being done')
    .option('--no-notices', 'as for run')
    .addOption(operationsPort())
    .addOption(operationsHost())
    .addOption(logOption())
    .action(async (options: WorkerOptions) =>
      finish(await (await import('./commands/worker.js')).workerCommand(options, world)),
    );
  command('queue', 'What waits, runs and failed of enqueued nights: queue, queue retry, queue cancel, queue migrate')
    .argument(
      '[what]',
      'show, retry (what failed, as a night of its own), cancel, or migrate (makes the queue)',
      'show',
    )
    .option('--night <id>', 'this night (default: those that have not ended, or the last)')
    .action(async (what: string, options: QueueOptions) =>
      finish(await (await import('./commands/queue.js')).queueCommand(what, options, world)),
    );
}

function addAnswers({ command, formats, world, finish }: Adding): void {
  command('explain', 'Why a record comes through or not, down to what to correct: explain student 101 extract.json')
    .argument('<kind>', 'student, contacts, …; a link is named by both its ids: contactLink STUDENT CONTACT')
    .argument('[id-and-inputs...]', 'the id, then the extract; without one the last loaded run answers')
    .option('--rules', 'list every rule that was asked about it, and what its conditions came to')
    .option('--values', 'show its values and what gave them, and the values that conditions saw')
    .option('--name <text>', 'find the record by its name in the extract, instead of an id')
    .action(async (kind: string, args: string[], options: ExplainOptions) =>
      finish(await (await import('./commands/explain.js')).explain(kind, args, options, world)),
    );
  command('report', 'What did not come through, what to correct at the source, warnings, duplicates, sums.')
    .argument('[inputs...]', 'as for run (default: the last loaded run of each school, from the database)')
    .option('--format <name>', `${formats('report')}; default: text`)
    .option('--out <file>', 'where to write it (default: standard output)')
    .option('--names', "people's names beside the ids, from the extract given")
    .option('--join <files...>', 'one result of the parts of a night, as run --shard K/N --report json=FILE wrote them')
    .option('--report <format=file>', 'with --join: as for run', repeatable, [])
    .action(async (inputs: string[], options: JoinOptions) =>
      finish(await (await import('./commands/report.js')).report(inputs, options, world)),
    );
}

function addRules({ command, formats, world, finish }: Adding): void {
  command('check', 'Is the configuration right? Every problem of every file, with its line and what to do.')
    .option('--against <inputs...>', 'extracts as for run: which values in rules does no record of theirs have?')
    .option('--watch', 'answer again whenever a file changes, until Ctrl-C')
    .option('--format <name>', `${formats('check')}; default: text`)
    .option('--out <file>', 'where to write it (default: standard output)')
    .option('--fix', 'correct names that can only be meant in one way; each is shown before it is written')
    .action(async (options: CheckOptions) => finish(await (await import('./commands/check.js')).check(options, world)));
  command('fmt', 'Formats the YAML files; comments stay, and what the files mean.')
    .argument('[files...]', 'some of them (default: the pipeline and all that is read of rules/)')
    .option('--check', 'write nothing, name the files that would change, and exit with 1 if there are any')
    .action(async (files: string[], options: FmtOptions) =>
      finish(await (await import('./commands/fmt.js')).fmt(files, options, world)),
    );
  command('test', "Do the rules do what their authors' cases say? Which rules and conditions does no case decide?")
    .argument('[files...]', 'files of cases (default: all in rules/tests)')
    .option('--name <text>', 'only cases with this text in their name')
    .option('--verbose', 'name the cases that pass, too')
    .option('--coverage', 'list the rules and conditions that no case decides both ways')
    .option('--threshold <percent>', 'fail if fewer of a hundred rules and conditions are decided both ways')
    .option('--watch', 'decide the cases again whenever a file changes, until Ctrl-C')
    .option('--mutate', 'change each rule and condition in turn, and name the changes that no case notices')
    .option('--format <name>', `${formats('test')}; default: text`)
    .option('--out <file>', 'where to write it (default: standard output)')
    .action(async (files: string[], options: TestOptions) =>
      finish(await (await import('./commands/test.js')).test(files, options, world)),
    );
  command('config', 'What applies to a school, or to all, with the file and line that each part comes from.')
    .option('--diff', 'only what differs from the base')
    .option('--schools', 'the schools that have a file of their own, and how they deviate')
    .option('--format <name>', `${formats('config')}; default: text`)
    .option('--out <file>', 'where to write it (default: standard output)')
    .action(async (options: ConfigOptions) =>
      finish(await (await import('./commands/config.js')).config(options, world)),
    );
  command('init', 'A commented start: init school 9361234, init test clubs, init pipeline FOLDER')
    .argument('<what>', 'school, test, pipeline')
    .argument(
      '[name...]',
      "the school's id, the test's name, or the folder (default: this one); with init test --from, ID FILE [NAME]",
    )
    .option(
      '--from <what>',
      'init pipeline: guess it from this extract. init test: make a case of a record: --from KIND ID extract.json [NAME]. No value of a person is written or printed',
    )
    .action(async (what: string, names: string[], options: InitOptions) =>
      finish(await (await import('./commands/init.js')).init(what, names, options, world)),
    );
  command('schema', "The JSON Schemas of this pipeline's files, for editors: they mark an unknown name as it is typed.")
    .argument('[file]', 'the schema of this file alone, on standard output: rules/contacts.yaml, school, cases')
    .option('--to <folder>', 'where to write them (default: .pullthrough/schemas beside the pipeline)')
    .option('--lines', 'also write into each file the line by which an editor finds its schema')
    .action(async (file: string | undefined, options: SchemaOptions) =>
      finish(await (await import('./commands/schema.js')).schema(file, options, world)),
    );
  command('paths', 'What an extract is made of: its paths, how many, of which types; nothing of a value.')
    .argument('<file>', 'an extract, also compressed; - is standard input')
    .action(async (file: string, options: CommonOptions) =>
      finish(await (await import('./commands/paths.js')).paths(file, options, world)),
    );
  command('values', 'Which values a field has, and how often; of a personal field only how many: values classes.type')
    .argument('<field>', 'its kind and its name: classes.type')
    .argument('[inputs...]', 'as for run')
    .option('--by-school', "each school's values by themselves")
    .option('--as-read', 'as the mapping reads them, before rules split records and set fields')
    .action(async (field: string, inputs: string[], options: ValuesOptions) =>
      finish(await (await import('./commands/values.js')).values(field, inputs, options, world)),
    );
  command('impact', 'Whose data would change between two versions of the configuration.')
    .argument('[inputs...]', 'as for run')
    .requiredOption('--against <ref>', 'the version to compare with: a git revision, or a folder with a pipeline')
    .option('--configuration', 'what the configuration itself says otherwise, by school; needs no extract')
    .option('--values', 'show the values that change, before and after: they are of people')
    .option('--days <number>', 'how many days that are in an extract to decide of a school; default: 30')
    .option('--format <name>', `${formats('impact')}; default: text`)
    .option('--out <file>', 'where to write it (default: standard output)')
    .action(async (inputs: string[], options: ImpactOptions) =>
      finish(await (await import('./commands/impact.js')).impact(inputs, options, world)),
    );
}

function addPages({ command, world, finish }: Adding): void {
  command('export', 'What comes through of a kind, as CSV for a spreadsheet: export contacts')
    .argument('<kind>', 'student, contacts, …; of links, the names at both ends')
    .option('--out <file>', 'where to write it (default: standard output)')
    .action(async (kind: string, options: ExportOptions) =>
      finish(await (await import('./commands/export.js')).exportKind(kind, options, world)),
    );
  command('serve', 'The Data pages in a browser: what comes through, record by record.')
    .option('--port <number>', 'where to listen', '8080')
    .option('--host <address>', 'on which address; on any that others reach, people need accounts', '127.0.0.1')
    .option(
      '--public-url <url>',
      'the address by which people come, through a proxy; again for each further one',
      repeatable,
      [],
    )
    .option('--proxy <address>', 'the address of the proxy, to count attempts to sign in for each person behind it')
    .option(
      '--extracts <input...>',
      'to search by name for those who do not come through: the extracts as run reads them',
    )
    .addOption(operationsPort())
    .addOption(operationsHost())
    .addOption(logOption())
    .action(async (options: ServeOptions) => finish(await (await import('./commands/serve.js')).serve(options, world)));
  command('user', 'Who may sign in to the Data pages: user add NAME, user list, change, password, remove')
    .argument('<what>', 'add, list, change, password or remove; a password comes from standard input')
    .argument('[name]', 'of the account; an email address will do')
    .option(
      '--role <role>',
      'viewer (looks), editor (types, releases and looks up names too), admin (sees who did what too)',
    )
    .option('--all-schools', 'instead of --school: all schools, those that come later too')
    .option('--no-password', 'with add: only a sign-in provider lets them in, or a link that an admin gives')
    .option('--reset-second-factor', 'with change: takes it away, so the next sign-in sets up another')
    .option('--even-if-unknown', 'add the account although no run has met one of its schools')
    .action(async (what: string, name: string | undefined, options: UserOptions) =>
      finish(await (await import('./commands/user.js')).user(what, name, options, world)),
    );
  command('edit', 'Types what people type: edit teacher 31 room B12')
    .arguments('<kind> <id> <field> <value>')
    .action(async (kind: string, id: string, field: string, value: string, options: CommonOptions) =>
      finish(await (await import('./commands/edit.js')).edit({ kind, id, field, value }, options, world)),
    );
}

function addRecords({ command, world, finish }: Adding): void {
  command('history', 'What happened to a record or a link, oldest first: history teacher 31')
    .argument('<kind>', 'student, contacts, …; a link is named by both its ids: contactLink STUDENT CONTACT')
    .argument('<ids...>', 'the id')
    .option('--values', 'show the values before and after')
    .action(async (kind: string, ids: string[], options: HistoryOptions) =>
      finish(await (await import('./commands/history.js')).history(kind, ids, options, world)),
    );
  command(
    'purge',
    'Empties what left, and deletes history, that is older than the pipeline says. Every run ends with it.',
  )
    .option('--all', 'even if the clock may be wrong: if two runs of the last days are more than 31 days apart')
    .action(async (options: PurgeOptions) =>
      finish(await (await import('./commands/purge.js')).purgeCommand(options, world)),
    );
  command('forget', 'Erases a person, history included, and keeps them out from now on: forget contact 5001')
    .arguments('<kind> <id>')
    .option('--undo', 'let them come through again')
    .action(async (kind: string, id: string, options: ForgetOptions) =>
      finish(await (await import('./commands/forget.js')).forget(kind, id, options, world)),
    );
}
