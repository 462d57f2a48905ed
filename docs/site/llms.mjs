import { readContents } from "./contents.mjs";
import { BASE } from "./pages.mjs";

/**
 * llms.txt (https://llmstxt.org): the table of contents, with links to the Markdown of each page.
 *
 * @param {Map<string, string>} places of the pages by their path in the repository
 */
export function llmsText(places) {
  const line = ({ title, file, text }) => `- [${title}](${BASE}${places.get(file)})${text && `: ${text}`}`;
  const sections = readContents().map(
    ({ title, entries }) => `## ${title}\n\n${entries.map(line).join("\n")}\n`,
  );
  return `# Harbor

> Webhook delivery with guarantees: a server with an HTTP API, a typed client for senders, a toolkit for receivers, a testing kit and a command line. Every page of this site is also Markdown: its address with .md instead of .html.

${sections.join("\n")}`;
}
