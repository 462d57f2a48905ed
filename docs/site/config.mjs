import { existsSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitepress";
import { cacheDir, readPackages, root } from "../../tools/workspace.mjs";
import { apiContents } from "./api-pages.mjs";
import { readContents } from "./contents.mjs";
import { REPOSITORY } from "./links.mjs";
import { anchorOf } from "./markdown.mjs";
import { addressOf, BASE, listPlaces } from "./pages.mjs";

const places = listPlaces();
const toItem = ({ title, place }) => ({ text: title, link: `/${addressOf(place)}` });

function entryItem({ title, file }) {
  const item = toItem({ title, place: places.get(file) });
  return file === "openapi.yaml" ? { ...item, items: apiContents.map(toItem) } : item;
}

/** The reference of the packages, which `docs/README.md` cannot name: it is not in the repository. */
const packages = {
  ...toItem({ title: "Packages", place: "reference/index.md" }),
  items: readPackages()
    .filter(({ dir }) => existsSync(join(root, dir, "api")))
    .map(({ name }) => toItem({ title: name, place: `reference/${name}.md` })),
};

const sidebar = readContents().map(({ title, entries }) => {
  const items = entries.map(entryItem);
  if (title === "Reference") items.push(packages);
  if (items.length === 1) return { text: title, link: items[0].link };
  // Without a link the heading would be a button, with the button that opens the section inside it.
  return { text: title, link: items[0].link, collapsed: true, items };
});

export default defineConfig({
  title: "Harbor",
  description: "Webhook delivery with guarantees",
  lang: "en",
  base: BASE,
  head: [["link", { rel: "icon", href: `${BASE}favicon.svg` }]],
  srcExclude: ["public/**"],
  outDir: join(cacheDir, "site/dist"),
  cacheDir: join(cacheDir, "site/vite"),
  metaChunk: true,
  markdown: {
    anchor: { slugify: anchorOf },
    // Those of VitePress have less than 4.5:1 for some words.
    theme: { light: "github-light-high-contrast", dark: "github-dark-default" },
  },
  vite: { build: { chunkSizeWarningLimit: 5_000 } }, // the index of the search
  themeConfig: {
    logo: "/favicon.svg",
    nav: [
      { text: "Quickstart", link: "/quickstart" },
      { text: "API", link: "/api/" },
      { text: "GitHub", link: REPOSITORY },
    ],
    sidebar,
    outline: { level: [2, 3] },
    search: {
      provider: "local",
      options: {
        detailedView: true,
        // Pages that explain come before the signatures of the packages. The browser gets the text of this function.
        miniSearch: { searchOptions: { boostDocument: (id) => (id.includes("/reference/") ? 0.3 : 1) } },
      },
    },
  },
});
