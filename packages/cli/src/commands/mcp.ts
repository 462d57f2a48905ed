import type { Command } from "commander";
import { run } from "../run.js";

export function registerMcp(program: Command): void {
  program
    .command("mcp")
    .summary("tools for a coding agent, over stdin and stdout")
    .description(
      "A Model Context Protocol server for coding agents: it looks up deliveries, events and destinations, explains a failure, verifies a captured signature and has a guide for each framework. It changes nothing unless --allow-writes is given.",
    )
    .option("--allow-writes", "also retry deliveries, replay events and send test events")
    .addHelpText(
      "after",
      '\nIn the settings of an agent:\n  { "mcpServers": { "harbor": { "command": "npx", "args": ["harbor", "mcp"] } } }\n',
    )
    .action(
      run<{ allowWrites?: true }>(async ({ options, connect }) => {
        const { client } = connect();
        const { serveMcp } = await import("../mcp/serve.js");
        await serveMcp(client, { allowWrites: options.allowWrites === true });
      }),
    );
}
