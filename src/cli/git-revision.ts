import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { WrongCallError } from './wrong-call.js';

const run = promisify(execFile);

/** The configuration as it was at a revision, in a folder of its own. */
export interface RevisionFolder {
  /** The pipeline of that version. */
  readonly config: string;
  /** A path there as a person knows it: `main:rules/classes.yaml`. */
  readonly shown: (path: string) => string;
  readonly remove: () => Promise<void>;
}

/**
 * Writes the YAML files of a git revision into a temporary folder; neither the work tree nor the index is touched.
 * @param config the pipeline in the work tree
 * @throws WrongCallError with what to do
 */
export async function revisionFolder(revision: string, config: string): Promise<RevisionFolder> {
  const folder = dirname(resolve(config));
  const top = await topOf(folder, revision);
  const commit = await commitOf(revision, top);
  const path = relative(top, join(await realpath(folder), basename(config)));
  const temporary = await mkdtemp(join(tmpdir(), 'pullthrough-impact-'));
  const remove = () => rm(temporary, { recursive: true, force: true });
  try {
    const files = join(temporary, 'files');
    await mkdir(files);
    // An index of its own; without hooks and settings of the place from which git may have called us.
    const env = { ...withoutGit(process.env), GIT_INDEX_FILE: join(temporary, 'index') };
    await git(['read-tree', commit], { cwd: top, env });
    const listed = await git(['ls-files', '-z', '--', ':(top)*.yaml', `:(top,literal)${slashed(path)}`], {
      cwd: top,
      env,
    });
    const names = listed.split('\0').filter((name) => name !== '');
    if (!names.includes(slashed(path)))
      throw new WrongCallError(`Revision ${revision} has no ${slashed(path)}: name one in which it was there already.`);
    await checkOut(names, { cwd: top, env }, files);
    return {
      config: join(files, path),
      shown: (file) => (file.startsWith(files) ? `${revision}:${slashed(relative(files, file))}` : file),
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

interface Where {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

async function topOf(cwd: string, revision: string): Promise<string> {
  try {
    const text = await git(['rev-parse', '--show-toplevel'], { cwd, env: withoutGit(process.env) });
    return await realpath(text.trimEnd());
  } catch (error) {
    if (error instanceof WrongCallError) throw error;
    const hint = `--against ${revision} is no folder with that pipeline either: name one, or call this in a repository.`;
    throw new WrongCallError(`The pipeline lies in no git repository, and ${hint}`);
  }
}

async function commitOf(revision: string, cwd: string): Promise<string> {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    return (await git(args, { cwd, env: withoutGit(process.env) })).trim();
  } catch (error) {
    if (error instanceof WrongCallError) throw error;
    const hint =
      'A checkout in CI has often only the newest commit: fetch the other, such as with git fetch origin main.';
    throw new WrongCallError(
      `There is no git revision ${revision}, and no folder of that name with a pipeline. ${hint}`,
    );
  }
}

/** In several calls, so that no command line is too long. */
async function checkOut(names: readonly string[], where: Where, files: string): Promise<void> {
  const most = 500;
  for (let start = 0; start < names.length; start += most)
    await git(['checkout-index', '--quiet', `--prefix=${files}/`, '--', ...names.slice(start, start + most)], where);
}

async function git(args: readonly string[], { cwd, env }: Where): Promise<string> {
  try {
    return (await run('git', args, { cwd, env, maxBuffer: 2 ** 28 })).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new WrongCallError('git is not installed here: install it, or name a folder with --against.');
    throw error;
  }
}

/** Inside of a hook these would lead git to another repository or index. */
function withoutGit(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_OBJECT_DIRECTORY'];
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.includes(name)));
}

function slashed(path: string): string {
  return path.split('\\').join('/');
}
