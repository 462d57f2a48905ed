const SCHEME = "harbor-tunnel:";

/** What a tunnel's destination has in the place of a URL: nothing that can be dialled, or registered by a user. */
export function tunnelUrl(destinationId: string): string {
  return `${SCHEME}${destinationId}`;
}

export function isTunnelUrl(url: string): boolean {
  return url.startsWith(SCHEME);
}
