import { runNode } from "../command.mjs";

const script = "reference-server/scripts/settings-table.ts";

/**
 * docs/settings.md with its table as the server's config.ts has it, in a process of its own because that is TypeScript.
 *
 * @returns {Promise<string>}
 */
export async function generateSettingsPage() {
  const { ok, stdout, output } = await runNode(["--conditions=@harbor/source", "--import", "tsx", script]);
  if (!ok) throw new Error(`${script} failed:\n${output}`);
  return stdout;
}
