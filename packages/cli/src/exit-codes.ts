/** What the command's exit code says. Documented in README.md and `harbor --help`. */
export const EXIT_CODES = {
  ok: [0, "done; also when Ctrl-C ends listen, tail or server"],
  failure: [1, "the server refused it, something failed, or a signature does not verify"],
  usage: [2, "the command line, a file or the input is not right; nothing was sent"],
  not_authenticated: [3, "no API key, or one that is unknown, revoked or of the wrong environment"],
  not_found: [4, "there is no such destination, subscription, event or delivery"],
  unreachable: [5, "the server did not answer"],
  interrupted: [130, "Ctrl-C before it was done"],
} as const satisfies Record<string, readonly [code: number, meaning: string]>;

export type ExitName = keyof typeof EXIT_CODES;
