import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { stemOf } from '../pipeline/files/school-file.js';
import { Git, type TreeEntry } from './git.js';
import { WrongCallError } from './wrong-call.js';

/** The configuration as it was at a revision, in a folder of its own. */
export interface RevisionFolder {
  /** The pipeline of that version. */
  readonly config: string;
  /** The folder that holds all of that configuration. */
  readonly root: string;
  /** Names a path there as a person knows it: `main:rules/classes.yaml`. */
  readonly shown: (text: string) => string;
  readonly remove: () => Promise<void>;
}

/**
 * Writes what a git revision has of a configuration into a temporary folder: files as they were committed, and links as
 * links, which then lead where the configuration may or may not read, as on disk. It checks nothing out, so no filter
 * runs, and it touches neither the work tree nor the index.
 * @param config the pipeline in the work tree
 * @param root the folder that holds all of the configuration
 * @param seconds how long git may take for an answer
 * @throws WrongCallError with what to do
 */
export async function revisionFolder(
  revision: string,
  config: string,
  root: string,
  seconds: number,
): Promise<RevisionFolder> {
  const folder = dirname(resolve(config));
  const git = new Git(folder, seconds);
  const top = await realpath(await topOf(git, revision));
  const commit = await commitOf(git, revision);
  const within = relative(top, await realpath(root));
  // If the folder is around the repository, the revision has only the repository.
  const rootPath = within.split(sep)[0] === '..' ? '' : slashed(within);
  const path = slashed(relative(top, join(await realpath(folder), basename(config))));
  const entries = await git.list(commit, rootPath);
  if (!entries.some((entry) => entry.path === path))
    throw new WrongCallError(`Revision ${revision} has no ${path}: name one in which it was there already.`);
  const temporary = await mkdtemp(join(tmpdir(), 'pullthrough-impact-'));
  const remove = () => rm(temporary, { recursive: true, force: true });
  try {
    const files = join(await realpath(temporary), 'files');
    await writeConfiguration(git, entries, path, files);
    return {
      config: join(files, path),
      root: join(files, rootPath),
      shown: (text) => text.replaceAll(files + sep, `${revision}:`),
      remove,
    };
  } catch (error) {
    await remove();
    if (error instanceof WrongCallError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new WrongCallError(`Revision ${revision} cannot be written to ${tmpdir()} (${code}).`);
  }
}

async function topOf(git: Git, revision: string): Promise<string> {
  const top = await git.ask(['rev-parse', '--show-toplevel']);
  if (top !== null) return top;
  const hint = `--against ${revision} is no folder with that pipeline either: name one, or call this in a repository.`;
  throw new WrongCallError(`The pipeline is in no git repository, and ${hint}`);
}

async function commitOf(git: Git, revision: string): Promise<string> {
  const commit = await git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (commit !== null) return commit;
  const hint =
    'A checkout in CI often has only the newest commit: fetch the other, for example with git fetch origin main.';
  throw new WrongCallError(`There is no git revision ${revision}, and no folder of that name with a pipeline. ${hint}`);
}

/** Makes links last, so nothing is written through one. */
async function writeConfiguration(
  git: Git,
  entries: readonly TreeEntry[],
  pipeline: string,
  files: string,
): Promise<void> {
  const links = entries.filter(({ type }) => type === 'link');
  const targets: string[] = [];
  const made: { readonly path: string; readonly target: string }[] = [];
  for await (const [{ path }, bytes] of git.read(links)) {
    const target = bytes.toString('utf8');
    made.push({ path, target });
    targets.push(slashed(join(dirname(path), target)));
  }
  const rules = slashed(join(dirname(pipeline), 'rules'));
  // Beside rules/, a repository may have anything: ask only for what can be configuration.
  const isMeant = ({ path }: TreeEntry): boolean =>
    path === pipeline ||
    isBelow(path, rules) ||
    stemOf(basename(path)) !== null ||
    targets.some((one) => isBelow(path, one));
  const meant = entries.filter((entry) => entry.type !== 'link' && isMeant(entry));
  await mkdir(files, { recursive: true });
  for (const { path } of meant.filter(({ type }) => type === 'other'))
    await mkdir(join(files, path), { recursive: true });
  for await (const [{ path }, bytes] of git.read(meant.filter(({ type }) => type === 'file'))) {
    await mkdir(dirname(join(files, path)), { recursive: true });
    await writeFile(join(files, path), bytes, { flag: 'wx' });
  }
  for (const { path, target } of made) {
    await mkdir(dirname(join(files, path)), { recursive: true });
    await symlink(target, join(files, path));
  }
}

function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

function slashed(path: string): string {
  return path.split('\\').join('/');
}
