import type { Command } from "commander";
import { given, wholeNumber } from "../arguments.js";
import { localTime } from "../output/format.js";
import { run } from "../run.js";
import { showSecret } from "./destination-view.js";

export function registerKeys(program: Command): void {
  const keys = program
    .command("keys")
    .summary("rotate signing keys")
    .description("Signing keys of destinations.");
  keys
    .command("rotate <destination>")
    .description(
      "Make a new signing secret. It is shown this once, alone on stdout. Until the grace period ends, deliveries are signed with the old one as well.",
    )
    .option(
      "--grace-period-days <days>",
      "0-30 (default: 7); 0 ends every earlier secret at once",
      wholeNumber,
    )
    .addHelpText(
      "after",
      "\nExample:\n  $ harbor keys rotate dest_… | vault kv put secret/harbor signing_secret=-\n",
    )
    .action(
      run<{ gracePeriodDays?: number }, [string]>(async ({ options, output, connect }, id) => {
        const body = given({ grace_period_days: options.gracePeriodDays });
        const rotated = await connect().client.destinations.rotateSigningKey(id, body);
        if (output.json) {
          output.line(rotated);
          return;
        }
        showSecret(output, rotated);
        const { old_key_expires_at: ends } = rotated;
        output.note(
          ends === null
            ? "Earlier secrets have ended."
            : `The earlier secret signs too until ${localTime(ends)}.`,
        );
      }),
    );
}
