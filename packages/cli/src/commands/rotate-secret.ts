import type { Command } from "commander";
import { given, wholeNumber } from "../arguments.js";
import { localTime } from "../output/format.js";
import { run } from "../run.js";
import { showKey } from "./destination-view.js";

export function registerRotateSecret(destinations: Command): void {
  destinations
    .command("rotate-secret <destination>")
    .description(
      "Creates a new signing secret (with the signature standard_ed25519, a new pair of keys), shown only once, alone on stdout. Until the grace period ends, deliveries are signed with the old key too.",
    )
    .option(
      "--grace-period-days <days>",
      "0-30 (default: 7); 0 ends all earlier secrets at once",
      wholeNumber,
    )
    .addHelpText(
      "after",
      "\nExample:\n  $ harbor destinations rotate-secret dest_… | vault kv put secret/harbor signing_secret=-\n",
    )
    .action(
      run<{ gracePeriodDays?: number }, [string]>(async ({ options, output, connect }, id) => {
        const body = given({ grace_period_days: options.gracePeriodDays });
        const rotated = await connect().client.destinations.rotateSigningKey(id, body);
        if (output.json) {
          output.line(rotated);
          return;
        }
        showKey(output, rotated);
        const { old_key_expires_at: ends } = rotated;
        output.note(
          ends === null
            ? "All earlier keys have ended."
            : `Deliveries are signed with the earlier key too until ${localTime(ends)}.`,
        );
      }),
    );
}
