import { errnosOf, localFaultIn } from "@harbor/shared/connection-errors";

const OUT_OF_DESCRIPTORS = ["EMFILE", "ENFILE"];

/** Whether this process or machine cannot open another file or socket. */
export function isOutOfDescriptors(error: unknown): boolean {
  return errnosOf(error).some((code) => OUT_OF_DESCRIPTORS.includes(code));
}

/** Whether this machine lacks descriptors, ports or memory: the other end has no part in the failure. */
export function isLocalFaultCode(error: unknown): boolean {
  return localFaultIn(errnosOf(error)) !== undefined;
}
