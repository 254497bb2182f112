// Where a request may go whose address a stranger chose: to public addresses only, whatever name leads there and whenever the name
// is looked up. What is checked is the address that the socket connects to, so a name that changes its mind gains nothing.
import { lookup as lookUpName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** The destination is not one that requests may go to; the message is for whoever chose it. */
export class DestinationRefused extends Error {}

// RFC 6890 and its successors: this machine, private networks, links, carriers, documentation, multicast, and what translates
// to an IPv4 address that would be among them.
const reserved4 = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  reserved4.addSubnet(network, bits, 'ipv4');
// A list of its own, for in one list an IPv4 address is also the IPv6 address that it maps to. Only 2000::/3 is routed at all.
const reserved6 = new BlockList();
for (const [network, bits] of [
  ['::', 3],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['4000::', 2],
  ['8000::', 1],
] as const)
  reserved6.addSubnet(network, bits, 'ipv6');

export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  return family === 4 ? !reserved4.check(address) : family === 6 && !reserved6.check(address, 'ipv6');
}

/** A host as it stands in a URL. True for names: what they lead to is only known when they are looked up. */
export function mayBePublicHost(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0) return isPublicAddress(address);
  return address.includes('.') && !/\.?(localhost|local|internal|home\.arpa)\.?$/i.test(address);
}

/** For the connector of an HTTP client. One address that is not public spoils the name. */
export const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookUpName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const isSafe = addresses.length > 0 && addresses.every(({ address }) => isPublicAddress(address));
    if (!isSafe) return callback(new DestinationRefused('The name leads to an address that is not public.'), '', 0);
    if (options.all) return callback(null, addresses);
    callback(null, addresses[0]!.address, addresses[0]!.family);
  });
};
