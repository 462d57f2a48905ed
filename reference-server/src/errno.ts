/** The code of an error of the operating system or of Node.js, such as `EEXIST`. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

const OUT_OF_DESCRIPTORS = new Set(["EMFILE", "ENFILE"]);

/** Whether this process or machine cannot open another file or socket. */
export function isOutOfDescriptors(error: unknown): boolean {
  // One error for each address of a host that was dialled.
  if (error instanceof AggregateError) return error.errors.some(isOutOfDescriptors);
  return OUT_OF_DESCRIPTORS.has(errnoOf(error) ?? "");
}
