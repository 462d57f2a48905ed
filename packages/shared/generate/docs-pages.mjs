import { runNode } from "../../../tools/command.mjs";

/** The pages of docs/ that are generated from the server's sources, by the script that prints each. */
const scripts = {
  "docs/settings.md": "reference-server/scripts/settings-table.ts",
  "docs/errors.md": "reference-server/scripts/errors-page.ts",
};

/**
 * Runs each script in its own process, because the server's sources are TypeScript.
 *
 * @returns {Promise<[path: string, content: string][]>}
 */
export async function generateDocsPages() {
  return Promise.all(
    Object.entries(scripts).map(async ([path, script]) => {
      const { ok, stdout, output } = await runNode([
        "--conditions=@harbor/source",
        "--import",
        "tsx",
        script,
      ]);
      if (!ok) throw new Error(`${script} failed:\n${output}`);
      return [path, stdout];
    }),
  );
}
