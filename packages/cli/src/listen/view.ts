import type { LocalFault } from "../local-fault.js";
import type { Ready } from "@harbor/shared/tunnel-messages";
import type { DeliveryRecord, Try } from "./records.js";

/** A session of `harbor listen`, for the view that shows it. */
export interface ListenSession {
  url: URL;
  events: readonly string[];
  filter: Record<string, unknown> | null;
  /** Where the signing secret is from, for people. */
  secretSource: string;
  /** The started command, for people; null without one. */
  command: string | null;
}

/** Shows what happens in a session. */
export interface ListenView {
  /** The command was started; its port may still be unknown. */
  starting(command: string): void;
  waitingForPort(command: string): void;
  ready(session: ListenSession, ready: Ready): void;
  /** A request was handed to the receiver. */
  began(record: DeliveryRecord, attempt: Try): void;
  /** The receiver responded, or failed to. */
  finished(record: DeliveryRecord, attempt: Try): void;
  /** This machine could not make a request to the receiver; it is repeated. */
  localFault(fault: LocalFault): void;
  /** A line of the started command's output. */
  commandLine(line: string): void;
  lost(reason: string): void;
  /** The server deleted the destination meanwhile; a new one follows. */
  expired(): void;
  replayed(result: { replayed: number; failed: string | null }): void;
  stopping(): void;
  /** The last call. */
  ended(count: number): void;
}
