import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { account } from './make-database.js';
import { nameHeader } from './name-header.js';

const program = fileURLToPath(new URL('serve-pages.js', import.meta.url));

interface Reply {
  readonly status: number;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

interface Sent {
  readonly method?: string;
  /** The name under which the server keeps its time. */
  readonly name?: string | undefined;
  readonly cookie?: string;
  readonly form?: Readonly<Record<string, string>>;
}

/** The Data pages of a database, which another process serves; the visitor has signed in once, by the form. */
export class Site {
  #cookie = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
    private readonly agent: Agent,
  ) {}

  static async open(url: string, atOnce: number): Promise<Site> {
    const child = fork(program, [url]);
    const [said] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
    if (typeof said !== 'object' || said === null) throw new Error(`the pages were not served: exit ${String(said)}`);
    const { port } = said as { port: number };
    const site = new Site(child, port, new Agent({ keepAlive: true, maxSockets: atOnce }));
    await site.#signIn();
    return site;
  }

  /** @throws Error if the answer is not a page */
  async get(
    path: string,
    { name, signedIn }: { readonly name?: string | undefined; readonly signedIn: boolean },
  ): Promise<Buffer> {
    const { status, body } = await this.#ask(path, { name, ...(signedIn && { cookie: this.#cookie }) });
    if (status !== 200) throw new Error(`${path} was answered with ${status}`);
    return body;
  }

  /** Milliseconds at the server, for each request under a name. */
  async times(name: string): Promise<number[]> {
    this.child.send(name);
    const [{ times }] = (await once(this.child, 'message')) as [{ times: number[] }];
    return times;
  }

  async close(): Promise<void> {
    this.agent.destroy();
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }

  async #signIn(): Promise<void> {
    const form = await this.#ask('/sign-in', {});
    const token = /name="_csrf" value="([^"]+)"/.exec(form.body.toString())?.[1] ?? '';
    const cookie = form.cookies.join('; ');
    const fields = { _csrf: token, ...account, to: '/' };
    const { status, cookies } = await this.#ask('/sign-in', { method: 'POST', cookie, form: fields });
    if (status !== 303) throw new Error(`nobody could sign in: the form was answered with ${status}`);
    this.#cookie = cookies.join('; ');
    // The first page sets the cookie that forms need; without it, every page would set a new one.
    const page = await this.#ask('/account', { cookie: this.#cookie });
    this.#cookie = [this.#cookie, ...page.cookies].join('; ');
  }

  #ask(path: string, { method = 'GET', name, cookie, form }: Sent): Promise<Reply> {
    const { promise, resolve, reject } = withResolvers<Reply>();
    const headers = {
      ...(cookie !== undefined && { cookie }),
      ...(name !== undefined && { [nameHeader]: name }),
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const asked = request({ host: '127.0.0.1', port: this.port, path, method, agent: this.agent, headers }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('error', reject);
      reply.on('end', () => {
        const cookies = (reply.headers['set-cookie'] ?? []).map((text) => text.split(';')[0]);
        resolve({ status: reply.statusCode ?? 0, cookies, body: Buffer.concat(parts) });
      });
    });
    asked.on('error', reject);
    asked.end(form === undefined ? undefined : new URLSearchParams(form).toString());
    return promise;
  }
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}
