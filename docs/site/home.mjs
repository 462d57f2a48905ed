import { readContents } from "./contents.mjs";
import { addressOf } from "./pages.mjs";

const NAMED = 4;
const namesOf = (entries) =>
  entries
    .slice(0, NAMED)
    .map(({ title }) => title)
    .concat(entries.length > NAMED ? "…" : [])
    .join(", ");

/**
 * The first page of the site: a card for each section of the table of contents.
 *
 * @param {Map<string, string>} places of the pages by their path in the repository
 */
export function homePage(places) {
  const features = readContents().map(({ title, entries }) => ({
    title,
    details: entries.length === 1 ? entries[0].text : namesOf(entries),
    link: `./${addressOf(places.get(entries[0].file))}`,
  }));
  const hero = {
    name: "Harbor",
    text: "Webhooks that arrive",
    tagline:
      "A 202 means that the event is stored. Harbor signs it, sends it to every subscribed destination, retries, and keeps it when all retries fail.",
    image: { src: "/favicon.svg", alt: "" },
    actions: [
      { text: "Quickstart", link: "./quickstart" },
      { text: "Five minutes to a delivery", link: "./five-minutes", theme: "alt" },
      { text: "API reference", link: "./api/", theme: "alt" },
    ],
  };
  return `---\n${JSON.stringify({ layout: "home", hero, features }, null, 2)}\n---\n`;
}
