import { HarborError } from "@harbor/client";
import { CliError, Interrupted } from "./cli-error.js";
import { printable } from "./output/printable.js";
import { createColors } from "./output/style.js";

/** What to try next, where the code alone tells. */
const REMEDIES: Record<string, string> = {
  unauthorized: "harbor login, or set HARBOR_API_KEY",
  forbidden: "use a key of the other environment (--env), or a new one if it was revoked",
  network_error:
    "is the server running? `harbor server` starts one here; --base-url or HARBOR_BASE_URL says where it is",
  timeout: "is the server reachable? --base-url or HARBOR_BASE_URL says where it is",
  unexpected_response: "is this Harbor? --base-url or HARBOR_BASE_URL says where it is",
  destination_not_found: "harbor destinations list",
  subscription_not_found: "harbor subscriptions list",
  event_not_found: "harbor events list",
  delivery_not_found: "harbor deliveries list",
  destination_paused: "harbor destinations resume <id>",
  rotation_in_progress: "wait for the grace period to end, or end it now with --grace-period-days 0",
  url_not_reachable: "check the host name",
  rate_limited: "try again a little later",
  overloaded: "try again a little later",
};

interface ErrorReport {
  code: string;
  message: string;
  request_id: string | null;
  details: { path: string; message: string }[];
  remedy: string | null;
}

/** Says on stderr what went wrong: for people, or as one line of JSON. */
export function reportError(error: unknown, { json }: { json: boolean }): void {
  if (error instanceof Interrupted) return;
  const report = toReport(error);
  if (json) {
    process.stderr.write(`${JSON.stringify({ error: report })}\n`);
    return;
  }
  const { red, dim } = createColors(process.stderr);
  const [headline = "", ...more] = report.message.split("\n");
  const lines = [
    `${red("error:")} ${printable(headline)} ${dim(`(${report.code})`)}`,
    // The client's messages go on with the details, the settings' with the faults.
    ...(report.details.length > 0 ? [] : more.map(printable)),
    ...report.details.map(
      ({ path, message }) => `  ${printable(path)}${message === headline ? "" : `: ${printable(message)}`}`,
    ),
    ...(report.request_id === null ? [] : [`  ${dim("request")} ${report.request_id}`]),
    ...(report.remedy === null ? [] : [`  ${dim("try")}     ${report.remedy}`]),
  ];
  process.stderr.write(`${lines.join("\n")}\n`);
}

function toReport(error: unknown): ErrorReport {
  if (error instanceof HarborError) {
    const { code, message, requestId: request_id, details } = error;
    return { code, message, request_id, details, remedy: REMEDIES[code] ?? null };
  }
  const code = error instanceof CliError ? error.code : "internal_error";
  const remedy = error instanceof CliError ? error.remedy : null;
  const message = error instanceof Error ? error.message : String(error);
  return { code, message, request_id: null, details: [], remedy };
}
