import { lookup as systemLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import type { FetchLimits } from '../pipeline/source/fetching.js';
import type { Addresses } from './addresses.js';
import { RefusedAddress } from './failure.js';

/** Finds the addresses of a host, as `dns.lookup` does. */
export type Resolve = (
  host: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** What a fetch needs of the machine; tests give their own. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly resolve?: Resolve;
  /** Authorities besides those of Node.js, PEM. */
  readonly authorities?: string;
  /** Milliseconds; for a test that does not wait. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Connections to sources. Each address is looked at when the connection is made, and the very address that was looked
 * at is connected to: a name that leads elsewhere the second time leads nowhere.
 */
export class Network {
  readonly #dispatchers = new Map<boolean, Dispatcher>();

  constructor(
    private readonly machine: Machine,
    private readonly addresses: Addresses,
    private readonly limits: FetchLimits,
  ) {}

  /** @param isLoopbackMeant whether a person named this machine */
  dispatcher(isLoopbackMeant: boolean): Dispatcher {
    let found = this.#dispatchers.get(isLoopbackMeant);
    if (found === undefined) {
      found = this.#make(isLoopbackMeant);
      this.#dispatchers.set(isLoopbackMeant, found);
    }
    return found;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#dispatchers.values()].map((one) => one.destroy()));
    this.#dispatchers.clear();
  }

  #make(isLoopbackMeant: boolean): Dispatcher {
    const { answerSeconds, idleSeconds } = this.limits;
    const options = {
      connect: this.#connector(isLoopbackMeant),
      headersTimeout: answerSeconds * 1000,
      bodyTimeout: idleSeconds * 1000,
    };
    const { env, authorities } = this.machine;
    const httpsProxy = env.https_proxy ?? env.HTTPS_PROXY ?? '';
    // This machine is never asked through a proxy.
    if (httpsProxy === '' || isLoopbackMeant) return new Agent(options);
    return new EnvHttpProxyAgent({
      ...options,
      ...(authorities === undefined ? {} : { requestTls: { ca: authorities } }),
      httpsProxy,
      noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
    });
  }

  #connector(isLoopbackMeant: boolean): buildConnector.connector {
    const { resolve = systemLookup, authorities } = this.machine;
    const allow = (address: string): boolean => this.addresses.allow(address, isLoopbackMeant);
    const lookup: LookupFunction = (host, options, callback) => {
      resolve(host, { ...options, all: true }, (error, found) => {
        const [first] = found ?? [];
        if (error !== null || first === undefined) callback(error ?? notFound(host), '', 0);
        else if (!found.every(({ address }) => allow(address))) callback(new RefusedAddress(), '', 0);
        else if (options.all === true) callback(null, found);
        else callback(null, first.address, first.family);
      });
    };
    const connect = buildConnector({
      timeout: this.limits.connectSeconds * 1000,
      lookup,
      ...(authorities === undefined ? {} : { ca: authorities }),
    });
    return (options, callback) => {
      // A host that is an address is not looked up.
      const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
      if (isIP(host) !== 0 && !allow(host)) callback(new RefusedAddress(), null);
      else connect(options, callback);
    };
  }
}

function notFound(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`there is no address of ${host}`), { code: 'ENOTFOUND' });
}
