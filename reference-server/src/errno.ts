/** The code of an error of the operating system or of Node.js, such as `EEXIST`. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The error's own code and those of its parts: one error for each address of a host that was dialled. */
export function errnosOf(error: unknown): string[] {
  const own = errnoOf(error);
  const parts: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [...(own === undefined ? [] : [own]), ...parts.flatMap(errnosOf)];
}

const OUT_OF_DESCRIPTORS = ["EMFILE", "ENFILE"];
const LOCAL_FAULTS = [...OUT_OF_DESCRIPTORS, "EADDRNOTAVAIL", "ENOBUFS", "ENOMEM"];

/** Whether this process or machine cannot open another file or socket. */
export function isOutOfDescriptors(error: unknown): boolean {
  return errnosOf(error).some((code) => OUT_OF_DESCRIPTORS.includes(code));
}

/** Whether this machine lacks descriptors, ports or memory: the other end has no part in the failure. */
export function isLocalFaultCode(error: unknown): boolean {
  const codes = errnosOf(error);
  // A name with two addresses, one of them IPv6 on a machine without it: the other address decides.
  const isUnusable = (code: string) => code === "EADDRNOTAVAIL" && codes.some((other) => other !== code);
  return codes.some((code) => LOCAL_FAULTS.includes(code) && !isUnusable(code));
}
