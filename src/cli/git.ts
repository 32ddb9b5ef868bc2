import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { WrongCallError } from './wrong-call.js';

/** Something in the tree of a revision. */
export interface TreeEntry {
  /** With / between its parts. */
  readonly path: string;
  /** `other` is another repository within this one. */
  readonly type: 'file' | 'link' | 'other';
  readonly id: string;
  readonly bytes: number;
}

/** The repository's author has no say in what runs here: these commands know no filter, and start no hook or helper. */
const harmless = [
  '--no-pager',
  '--no-replace-objects',
  '-c',
  'core.fsmonitor=false',
  '-c',
  `core.hooksPath=${devNull}`,
];
const harmlessEnvironment = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  // To fetch what it lacks, git would run a command that the repository's settings name.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
};

/** Inside a hook, these would lead git to another repository or index. */
const notOurs = [
  'GIT_DIR',
  'GIT_COMMON_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
];

/** The most in memory at once. No file of a configuration is that large. */
const mostBytes = 2 ** 26;

class RefusedError extends WrongCallError {
  constructor(command: string) {
    super(`git ${command} cannot read the repository: is it whole?`);
  }
}

/** Reads a repository. */
export class Git {
  readonly #env: NodeJS.ProcessEnv;

  /**
   * @param folder in the repository
   * @param seconds how long to wait for an answer
   */
  constructor(
    private readonly folder: string,
    private readonly seconds: number,
  ) {
    const own = Object.entries(process.env).filter(([name]) => !notOurs.includes(name));
    this.#env = { ...Object.fromEntries(own), ...harmlessEnvironment };
  }

  /**
   * @returns a line; null if git says no
   * @throws WrongCallError if it does not answer
   */
  async ask(args: readonly string[]): Promise<string | null> {
    try {
      return (await this.#run(args)).toString('utf8').replace(/\r?\n$/, '');
    } catch (error) {
      if (error instanceof RefusedError) return null;
      throw error;
    }
  }

  /**
   * What a commit has below a path, except folders.
   * @param path from the top of the repository, with / between its parts; empty for everything
   */
  async list(commit: string, path: string): Promise<TreeEntry[]> {
    const below = path === '' ? [] : ['--', `${path}/`];
    const listed = await this.#run(['ls-tree', '-r', '-z', '-l', '--full-tree', commit, ...below]);
    return listed
      .toString('utf8')
      .split('\0')
      .filter((line) => line !== '')
      .map(entryOf);
  }

  /** The content of files as they were committed, and where links lead. */
  async *read(entries: readonly TreeEntry[]): AsyncGenerator<readonly [TreeEntry, Buffer]> {
    let group: TreeEntry[] = [];
    let bytes = 0;
    for (const entry of entries) {
      if (entry.bytes > mostBytes)
        throw new WrongCallError(
          `${entry.path} is too large for a file of configuration (${String(entry.bytes)} bytes).`,
        );
      if (bytes + entry.bytes > mostBytes) {
        yield* await this.#readTogether(group);
        [group, bytes] = [[], 0];
      }
      group.push(entry);
      bytes += entry.bytes;
    }
    yield* await this.#readTogether(group);
  }

  async #readTogether(entries: readonly TreeEntry[]): Promise<(readonly [TreeEntry, Buffer])[]> {
    if (entries.length === 0) return [];
    const asked = entries.map(({ id }) => `${id}\n`).join('');
    const answer = await this.#run(['cat-file', '--batch'], asked);
    let at = 0;
    return entries.map((entry) => {
      const start = answer.indexOf('\n', at) + 1;
      if (answer.toString('latin1', at, start) !== `${entry.id} blob ${String(entry.bytes)}\n`)
        throw new WrongCallError(
          `${entry.path} is not in this repository: fetch it, for example with git fetch --unshallow.`,
        );
      at = start + entry.bytes + 1;
      return [entry, answer.subarray(start, start + entry.bytes)] as const;
    });
  }

  #run(args: readonly string[], input = ''): Promise<Buffer> {
    const options = {
      cwd: this.folder,
      env: this.#env,
      encoding: 'buffer',
      maxBuffer: 2 ** 28,
      timeout: this.seconds * 1000,
      killSignal: 'SIGKILL',
    } as const;
    return new Promise((resolve, reject) => {
      const child = execFile('git', [...harmless, ...args], options, (error, stdout) => {
        if (error === null) resolve(stdout);
        else if (error.code === ('ENOENT' as unknown))
          reject(new WrongCallError('git is not installed here: install it, or name a folder with --against.'));
        else if (error.killed === true)
          reject(new WrongCallError(`git ${args[0] ?? ''} gave no answer for ${String(this.seconds)} s.`));
        else reject(new RefusedError(args[0] ?? ''));
      });
      // If git ends before it has read all of the input, it has said why.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input);
    });
  }
}

function entryOf(line: string): TreeEntry {
  const [, mode = '', id = '', size = '', path = ''] = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(line) ?? [];
  // Git would not check out such a tree: no name in it may lead out of a folder.
  if (path === '' || path.split(/[/\\]/).some((part) => part === '' || part === '.' || part === '..'))
    throw new WrongCallError('The revision has a file with an impossible name.');
  const type = mode === '120000' ? 'link' : mode.startsWith('100') ? 'file' : 'other';
  return { path, type, id, bytes: size === '-' ? 0 : Number(size) };
}
