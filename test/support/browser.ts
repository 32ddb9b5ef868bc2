import type { FastifyInstance } from 'fastify';

export interface Shown {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Where it leads to; null where it is no redirect. */
  readonly to: string | null;
  /** As they were set, by name. */
  readonly set: ReadonlyMap<string, string>;
}

interface Asking {
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly address?: string;
}

/** Somebody who looks at the pages, and keeps their cookies. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Of the last page that had one. */
  token = '';

  constructor(
    private readonly app: FastifyInstance,
    private readonly asking: Asking = {},
  ) {}

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Shown> {
    return this.#ask({ method: 'GET', url: path, headers });
  }

  /** @param form the token of the last page goes along, unless it says another */
  post(path: string, form: Readonly<Record<string, string>> = {}): Promise<Shown> {
    const payload = new URLSearchParams({ _csrf: this.token, ...form }).toString();
    return this.#ask({
      method: 'POST',
      url: path,
      payload,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }

  async signIn(name: string, password: string, to = '/'): Promise<Shown> {
    await this.get('/sign-in');
    return this.post('/sign-in', { name, password, to });
  }

  async #ask(request: {
    method: 'GET' | 'POST';
    url: string;
    payload?: string;
    headers: Readonly<Record<string, string>>;
  }): Promise<Shown> {
    const { host = '127.0.0.1:8080', address = '127.0.0.1' } = this.asking;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = { host, ...(cookie !== '' && { cookie }), ...this.asking.headers, ...request.headers };
    const { statusCode, body, headers } = await this.app.inject({ ...request, headers: sent, remoteAddress: address });
    const set = new Map([headers['set-cookie'] ?? []].flat().map((line) => [/^[^=]*/.exec(line)?.[0] ?? '', line]));
    for (const [name, line] of set) {
      const value = /=([^;]*)/.exec(line)?.[1] ?? '';
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    this.token = /name="_csrf" value="([^"]*)"/.exec(body)?.[1] ?? this.token;
    return { status: statusCode, body, headers, to: headers.location ?? null, set };
  }
}
