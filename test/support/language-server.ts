import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** What a document has at a place of it, which `¦` marks. */
export interface Seen {
  /** What may be typed there. */
  readonly offered: readonly string[];
  /** What is shown of the word there. */
  readonly hover: string;
  /** What is marked in the document, each with its line from 1 and its text. */
  readonly marked: readonly { readonly line: number; readonly text: string; readonly message: string }[];
}

interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

const settings = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };

/** yaml-language-server, which VS Code and other editors ask, in a process of its own. */
export class LanguageServer {
  readonly #server: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #diagnoses = new Map<string, (found: readonly { range: Range; message: string }[]) => void>();
  #bytes = Buffer.alloc(0);
  #last = 0;

  constructor() {
    const found = createRequire(import.meta.url).resolve('yaml-language-server/package.json');
    const bin = join(dirname(found), 'bin', 'yaml-language-server');
    this.#server = spawn(process.execPath, [bin, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#server.stdout.on('data', (bytes: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
      for (let message = this.#next(); message !== null; message = this.#next()) this.#take(message);
    });
  }

  async start(folder: string): Promise<void> {
    const capabilities = {
      workspace: { configuration: true },
      textDocument: { completion: { completionItem: { documentationFormat: ['markdown'] } } },
    };
    await this.#ask('initialize', { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities });
    this.#send({ method: 'initialized', params: {} });
  }

  async stop(): Promise<void> {
    await this.#ask('shutdown', null);
    const ended = new Promise((resolve) => this.#server.once('exit', resolve));
    this.#send({ method: 'exit' });
    await ended;
  }

  /** @param text with `¦` at the place that is asked for; the document is not on disk */
  async see(path: string, text: string): Promise<Seen> {
    const [before = '', after] = text.split('¦');
    assert.ok(after !== undefined, 'a place is marked');
    const lines = before.split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    // A name that was open before is not always read anew.
    const uri = pathToFileURL(join(dirname(path), `${String(++this.#last)}.${basename(path)}`)).href;
    const whole = before + after;
    const diagnosed = new Promise<readonly { range: Range; message: string }[]>((resolve) => {
      this.#diagnoses.set(uri, resolve);
    });
    this.#send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text: whole } },
    });
    const at = { textDocument: { uri }, position };
    const found = await diagnosed;
    const offered = (await this.#ask('textDocument/completion', at)) as { items: { label: string }[] } | null;
    const hover = (await this.#ask('textDocument/hover', at)) as { contents: { value: string } } | null;
    this.#diagnoses.delete(uri);
    this.#send({ method: 'textDocument/didClose', params: { textDocument: { uri } } });
    return {
      offered: (offered?.items ?? []).map(({ label }) => label),
      hover: hover?.contents.value ?? '',
      marked: found.map(({ range, message }) => ({ line: range.start.line + 1, text: textIn(whole, range), message })),
    };
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, ({ result, error }) => {
        if (error === undefined) resolve(result);
        else reject(new Error(`${method}: ${JSON.stringify(error)}`));
      });
      this.#send({ id, method, params });
    });
  }

  #send(message: Message): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.#server.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${String(body.length)}\r\n\r\n`), body]));
  }

  #next(): Message | null {
    const head = this.#bytes.indexOf('\r\n\r\n');
    if (head < 0) return null;
    const length = Number(/Content-Length: (\d+)/i.exec(this.#bytes.subarray(0, head).toString())?.[1]);
    const end = head + 4 + length;
    if (this.#bytes.length < end) return null;
    const message = JSON.parse(this.#bytes.subarray(head + 4, end).toString()) as Message;
    this.#bytes = this.#bytes.subarray(end);
    return message;
  }

  #take(message: Message): void {
    const { id, method } = message;
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = message.params as { uri: string; diagnostics: { range: Range; message: string }[] };
      this.#diagnoses.get(uri)?.(diagnostics);
    } else if (method !== undefined && id !== undefined) {
      const { items = [] } = (message.params ?? {}) as { items?: { section: string }[] };
      this.#send({ id, result: items.map(({ section }) => (section === 'yaml' ? settings : {})) });
    } else if (id !== undefined) {
      this.#answers.get(id)?.(message);
      this.#answers.delete(id);
    }
  }
}

function textIn(text: string, { start, end }: Range): string {
  const line = text.split('\n')[start.line] ?? '';
  return line.slice(start.character, start.line === end.line ? end.character : undefined);
}
