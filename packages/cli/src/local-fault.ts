import { type LocalFaultCode, localFaultIn } from "@harbor/shared/connection-errors";
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";

/** The missing resource, by the code of the system call that failed. */
const MISSING: Record<LocalFaultCode, string> = {
  EMFILE: "free file descriptors: end other work of this process, or raise `ulimit -n`",
  ENFILE: "free file descriptors: end other programs",
  EADDRNOTAVAIL: "free local ports, or an address of this kind",
  ENOBUFS: "free network buffers",
  ENOMEM: "free memory",
};

/** A request failed because of this machine, not of the server or receiver it was for. */
export interface LocalFault {
  code: string;
  /** A sentence without its end. */
  text: string;
}

/** Null if the failure is not a local one. */
export function localFaultOf(error: unknown): LocalFault | null {
  const codes = codesOf(error).map((code) => (isLookup(code) ? (descriptorFault() ?? code) : code));
  const code = localFaultIn(codes);
  return code === undefined ? null : { code, text: `This machine has no ${MISSING[code]} (${code})` };
}

const isLookup = (code: string) => code === "ENOTFOUND" || code.startsWith("EAI_");

/** A lookup opens several files and sockets, and fails as if the name were unknown when it cannot. */
const LOOKUP_DESCRIPTORS = 4;

function descriptorFault(): string | null {
  const opened: number[] = [];
  try {
    while (opened.length < LOOKUP_DESCRIPTORS) opened.push(openSync(devNull, "r"));
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? null;
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

/** The codes of an error, of its causes, and of its parts: one for each address that was tried. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  if (error instanceof AggregateError) return error.errors.flatMap(codesOf);
  const own = "code" in error && typeof error.code === "string" ? [error.code] : [];
  return error.cause instanceof Error ? codesOf(error.cause) : own;
}
