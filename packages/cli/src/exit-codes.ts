/** The meaning of the exit codes; README.md and `harbor --help` list them. */
export const EXIT_CODES = {
  ok: [0, "success; also when Ctrl-C ends listen, tail or server"],
  failure: [
    1,
    "the server refused the request, something failed, a signature does not verify, or a change is breaking",
  ],
  usage: [2, "the command line, a file or the input is invalid; nothing was sent"],
  not_authenticated: [3, "missing, unknown or revoked API key, or a key of the wrong environment"],
  not_found: [4, "the destination, subscription, event or delivery does not exist"],
  unreachable: [5, "the server could not be reached"],
  interrupted: [130, "Ctrl-C before the command was done"],
} as const satisfies Record<string, readonly [code: number, meaning: string]>;

export type ExitName = keyof typeof EXIT_CODES;
