import { describe, expect, it } from "vitest";
import { homePage } from "../home.mjs";
import { llmsText } from "../llms.mjs";
import { anchorsIn, mapLinks } from "../markdown.mjs";
import { rewriteLinks } from "../links.mjs";
import { listPlaces } from "../pages.mjs";
import { collectPages } from "../stage.mjs";

describe("the documentation site", () => {
  it("has no dead link, and each of its pages in the table of contents", () => {
    const { pages, faults } = collectPages();
    expect(faults).toEqual([]);
    expect(pages.length).toBeGreaterThan(40);
  });

  it("has a title on every page, and one page at each address", () => {
    const { pages } = collectPages();
    expect(pages.filter(({ title }) => !title)).toEqual([]);
    expect(new Set(pages.map(({ place }) => place)).size).toBe(pages.length);
  });

  it("lists the Markdown of every page of the table of contents in llms.txt", () => {
    const places = listPlaces();
    const links = [...llmsText(places).matchAll(/^- \[.+?\]\(\/(.+?)\)/gm)].map(([, place]) => place);
    expect(links.length).toBeGreaterThan(60);
    expect(links.filter((place) => ![...places.values()].includes(place ?? ""))).toEqual([]);
    expect(links).toContain("api/index.md");
  });

  it("has a card for each section on its first page", () => {
    const page = homePage(listPlaces());
    const { features } = JSON.parse(page.replaceAll("---", "")) as {
      features: { title: string; link: string }[];
    };
    expect(features[0]).toMatchObject({ title: "Start", link: "./start/overview" });
    expect(features.length).toBeGreaterThan(8);
  });
});

describe("rewriteLinks", () => {
  const pages = new Map([
    ["docs/README.md", { file: "docs/README.md", place: "index.md", markdown: "# Home" }],
    [
      "docs/spec/README.md",
      { file: "docs/spec/README.md", place: "spec/index.md", markdown: "# Spec\n\n## Vectors" },
    ],
  ]);
  const rewrite = (markdown: string) =>
    rewriteLinks({ file: "docs/README.md", place: "index.md", markdown }, pages);

  it.each([
    ["[a](spec/README.md#vectors)", "[a](./spec/index.md#vectors)"],
    ["[a](spec)", "[a](./spec/index.md)"],
    ["[`a`](../LICENSE)", "[`a`](https://github.com/harbor-webhooks/harbor/blob/main/LICENSE)"],
    ["[a](../packages)", "[a](https://github.com/harbor-webhooks/harbor/tree/main/packages)"],
    ["[a](https://github.com/harbor-webhooks/harbor/blob/main/docs/spec/README.md)", "[a](./spec/index.md)"],
    ["[a]: spec/README.md", "[a]: ./spec/index.md"],
    ["[a](https://example.com/x.md)", "[a](https://example.com/x.md)"],
    ["`[a](missing.md)`", "`[a](missing.md)`"],
    ["```\n[a](missing.md)\n```", "```\n[a](missing.md)\n```"],
  ])("%s", (markdown, expected) => {
    expect(rewrite(markdown)).toEqual({ markdown: expected, images: [], faults: [] });
  });

  it.each([
    ["[a](missing.md)", "docs/README.md: missing.md: docs/missing.md is missing"],
    [
      "[a](spec/README.md#none)",
      "docs/README.md: spec/README.md#none: docs/spec/README.md has no heading #none",
    ],
    ["[a](#none)", "docs/README.md: #none: docs/README.md has no heading #none"],
  ])("%s is a fault", (markdown, fault) => {
    expect(rewrite(markdown).faults).toEqual([fault]);
  });
});

it("anchors are those of GitHub: a repeated heading is numbered, code has none", () => {
  const markdown = "# `POST /events`, once\n\n## Same\n\n## Same\n\n```\n# no heading\n```\n";
  expect([...anchorsIn(markdown)]).toEqual(["post-events-once", "same", "same-1"]);
});

it("mapLinks leaves text and code alone", () => {
  expect(mapLinks("see (x) `](y)` ![i](z)", () => "T")).toBe("see (x) `](y)` ![i](T)");
});
