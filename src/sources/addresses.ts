import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/**
 * IPv4 addresses that are not of the public internet, by the registry of special-purpose addresses (RFC 6890), and those
 * of groups.
 */
const special4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** All that is public is in here, */
const global6 = ['2000::/3'];
/** except these: an IPv4 address may be in them, or they are for documentation. */
const special6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const [notPublic4, public6, notPublic6] = [special4, global6, special6].map(listOf);
const loopback = listOf(['127.0.0.0/8', '::1/128']);

/** @param networks in CIDR notation, or addresses */
function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', length] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    list.addSubnet(address, length === undefined ? (family === 'ipv6' ? 128 : 32) : Number(length), family);
  }
  return list;
}

/** An IPv4 address that is written as one of IPv6 is what it is. */
function plain(address: string): string {
  const bare = address.replace(/^\[(.*)\]$/, '$1').split('%', 1)[0];
  if (!isIPv6(bare)) return bare;
  const { hostname } = new URL(`http://[${bare}]`);
  const mapped = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(hostname);
  if (mapped === null) return hostname.slice(1, -1);
  const [high, low] = mapped.slice(1).map((part) => Number.parseInt(part, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function isIn(list: BlockList, address: string): boolean {
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

function isPublic(address: string): boolean {
  return isIPv4(address) ? !isIn(notPublic4, address) : isIn(public6, address) && !isIn(notPublic6, address);
}

/** Which addresses may be connected to. */
export class Addresses {
  readonly #allowed: BlockList;

  /** @param networks that are not public and allowed all the same */
  constructor(networks: readonly string[]) {
    this.#allowed = listOf(networks);
  }

  /**
   * Whether it may be connected to.
   * @param isLoopbackMeant whether a person named this machine
   */
  allow(address: string, isLoopbackMeant: boolean): boolean {
    const bare = plain(address);
    if (isIP(bare) === 0) return false;
    if (isLoopbackMeant) return isIn(loopback, bare);
    return isPublic(bare) || isIn(this.#allowed, bare);
  }
}
