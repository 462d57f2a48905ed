const SCHEME = "harbor-tunnel:";

/** The placeholder URL of a tunnel's destination. It cannot be dialled, or registered by a user. */
export function tunnelUrl(destinationId: string): string {
  return `${SCHEME}${destinationId}`;
}

export function isTunnelUrl(url: string): boolean {
  return url.startsWith(SCHEME);
}
