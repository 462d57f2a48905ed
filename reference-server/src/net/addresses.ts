import { networkInterfaces } from "node:os";
import ipaddr from "ipaddr.js";

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Special-purpose blocks that ipaddr.js counts as ordinary unicast (IANA special-purpose registries). */
const ALSO_SPECIAL = [
  "192.88.99.0/24", // 6to4 relay anycast, deprecated (RFC 7526)
  "::/96", // IPv4-compatible, deprecated (RFC 4291 §2.5.5.1)
  "64:ff9b:1::/48", // NAT64 for local use (RFC 8215)
  "100:0:0:1::/64", // dummy prefix (RFC 9780)
  "3fff::/20", // documentation (RFC 9637)
  "5f00::/16", // segment routing (RFC 9602)
  "fec0::/10", // site-local, deprecated (RFC 3879)
].map((cidr) => ipaddr.parseCIDR(cidr));

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** Cloud metadata services outside the link-local range. */
const METADATA = new Set(["168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254"]);

/** Parses an address as the socket layer gives it; IPv4 inside IPv6 (`::ffff:a.b.c.d`) becomes the IPv4 address it is. */
export function parseAddress(text: string): Address | null {
  const bare = text.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  if (!ipaddr.isValid(bare) || (!bare.includes(":") && !ipaddr.IPv4.isValidFourPartDecimal(bare)))
    return null;
  return ipaddr.process(bare);
}

/** Anything that is not plain global unicast: loopback, private, link-local, multicast, carrier NAT, metadata, NAT64, … */
export function isSpecial(address: Address): boolean {
  if (address.range() !== "unicast") return true;
  if (METADATA.has(address.toString())) return true;
  // The only part of IPv6 that has been given out for global unicast so far.
  if (address.kind() === "ipv6" && !address.match(GLOBAL_UNICAST)) return true;
  return ALSO_SPECIAL.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
}

export function inNetworks(address: Address, networks: readonly [Address, number][]): boolean {
  return networks.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
}

/** Whether the address is one of this machine's own. */
export function isLocal(address: Address): boolean {
  if (address.range() === "loopback" || address.range() === "unspecified") return true;
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .some((item) => parseAddress(item.address)?.toString() === address.toString());
}
