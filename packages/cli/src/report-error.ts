import { HarborError } from "@harbor/client";
import { CliError, Interrupted } from "./cli-error.js";
import { keyPrefix, type Session } from "./config/session.js";
import { localFaultOf } from "./local-fault.js";
import { printable, printableJson } from "./output/printable.js";
import { createColors } from "./output/style.js";
import { wrapText } from "./output/wrap.js";

/** The next step for an error code; `server` is the base URL. */
const REMEDIES: Record<string, (server: string) => string> = {
  unauthorized: () => "harbor login, or set HARBOR_API_KEY",
  forbidden: () => "use a key of the other environment (--env), or a new one if it was revoked",
  network_error: (server) =>
    `check that ${server} is right (--base-url, HARBOR_BASE_URL) and the server runs; harbor server starts one on this machine`,
  timeout: (server) => `check that ${server} can be reached from here`,
  unexpected_response: (server) =>
    `check that ${server} is Harbor, without a path too many (--base-url, HARBOR_BASE_URL)`,
  not_found: (server) =>
    `check that ${server} is Harbor, without a path too many (--base-url, HARBOR_BASE_URL)`,
  destination_not_found: () => "harbor destinations list",
  subscription_not_found: () => "harbor subscriptions list",
  event_not_found: () => "harbor events list",
  delivery_not_found: () => "harbor deliveries list",
  destination_paused: () => "harbor destinations resume <id>",
  destination_deleted: () =>
    "harbor events replay <event> sends the event to the destinations that exist now",
  event_erased: () => "send a new event if the data may be sent again",
  rotation_in_progress: () =>
    "wait for the end of the grace period, or end it now with --grace-period-days 0",
  url_not_reachable: () => "check the host name",
  rate_limited: () => "try again later",
  overloaded: () => "try again later",
};

interface ErrorReport {
  code: string;
  message: string;
  request_id: string | null;
  details: { path: string; message: string }[];
  remedy: string | null;
  /** The page about the code, if Harbor named one. */
  doc_url: string | null;
}

const sessions = new WeakMap<object, Session>();

/** Keeps the session in which an error was thrown, so that its report can name the server and the key. */
export function rememberSession(error: unknown, session: Session | null): void {
  if (typeof error === "object" && error !== null && session !== null) sessions.set(error, session);
}

/** Reports an error on stderr: for people, or as one line of JSON. */
export function reportError(error: unknown, { json }: { json: boolean }): void {
  if (error instanceof Interrupted) return;
  const report = toReport(error);
  process.stderr.write(json ? `${printableJson(JSON.stringify({ error: report }))}\n` : textOf(report));
}

function textOf({ code, message, request_id, details, remedy, doc_url }: ErrorReport): string {
  const { red, dim } = createColors(process.stderr);
  const [headline = "", ...more] = message.split("\n");
  const lines = [
    `${red("error:")} ${printable(headline)} ${dim(`(${printable(code)})`)}`,
    // The client's messages continue with the details, messages about settings with the faults.
    ...(details.length > 0 ? [] : more.map(printable)),
    ...details.map(
      ({ path, message: text }) => `  ${printable(path)}${text === headline ? "" : `: ${printable(text)}`}`,
    ),
    ...(request_id === null ? [] : [`  ${dim("request")} ${printable(request_id)}`]),
    ...(remedy === null ? [] : [`  ${dim("try")}     ${printable(remedy)}`]),
    ...(doc_url === null ? [] : [`  ${dim("docs")}    ${printable(doc_url)}`]),
  ];
  const width = process.stderr.isTTY ? process.stderr.columns : Infinity;
  return `${lines.flatMap((line) => wrapText(line, width, { hanging: 2 })).join("\n")}\n`;
}

function toReport(error: unknown): ErrorReport {
  if (error instanceof HarborError) return apiReport(error);
  const code = error instanceof CliError ? error.code : "internal_error";
  const remedy = error instanceof CliError ? error.remedy : null;
  const message = error instanceof Error ? error.message : String(error);
  return { code, message, request_id: null, details: [], remedy, doc_url: null };
}

function apiReport(error: HarborError): ErrorReport {
  const session = sessions.get(error);
  const server = session?.baseUrl ?? "the base URL";
  const { code, requestId: request_id, details, docUrl: doc_url } = error;
  const message = code === "unauthorized" && session !== undefined ? unknownKey(session) : error.message;
  const tls = code === "network_error" && isPlainServer(error);
  const localFault = localFaultOf(error);
  const remedy = tls
    ? `the server does not use TLS: ${server.replace(/^https/, "http")}`
    : localFault === null
      ? (REMEDIES[code]?.(server) ?? null)
      : null;
  return {
    code,
    message: tls
      ? `${server} did not respond with TLS.`
      : localFault === null
        ? message
        : `${localFault.text}.`,
    request_id,
    details,
    remedy,
    doc_url,
  };
}

function unknownKey({ apiKey, baseUrl, keySource }: Session): string {
  return `The server at ${baseUrl} does not know the key ${keyPrefix(apiKey)} (from ${keySource}).`;
}

/** An https request that reached a plain HTTP server: OpenSSL's own words for that do not help. */
function isPlainServer(error: HarborError): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code = "" } = cause as NodeJS.ErrnoException;
    if (code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "ERR_SSL_PACKET_LENGTH_TOO_LONG") return true;
  }
  return false;
}
