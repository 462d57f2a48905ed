/** The code of an error of the operating system or of Node.js, such as `EEXIST`. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
