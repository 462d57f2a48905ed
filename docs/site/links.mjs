import { existsSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { root } from "../../tools/workspace.mjs";
import { anchorsIn, mapLinks } from "./markdown.mjs";

export const REPOSITORY = "https://github.com/harbor-webhooks/harbor";
const IN_REPOSITORY = new RegExp(`^${REPOSITORY}/(?:blob|tree)/main/`);

/**
 * Rewrites the links of a page for the site: to pages by their place there, to images by the copies, to other files of the
 * repository by their address on GitHub.
 *
 * @param {{ file: string, place: string, markdown: string }} page
 * @param {Map<string, { place: string, markdown: string }>} pages by path from the root of the repository
 * @returns {{ markdown: string, images: string[], faults: string[] }} `images` are paths from the root of the repository
 */
export function rewriteLinks({ file, place, markdown }, pages) {
  const images = [];
  const faults = [];
  const rewritten = mapLinks(markdown, (target) => {
    const link = parseLink(file, target);
    if (link === undefined) return target;
    const page = pages.get(link.path) ?? pages.get(posix.join(link.path, "README.md"));
    const fault = faultOf(link, page);
    if (fault !== undefined) faults.push(`${file}: ${target}: ${fault}`);
    if (page !== undefined) return `${relative(place, page.place)}${link.hash}`;
    if (/\.(png|svg)$/.test(link.path)) {
      images.push(link.path);
      return relative(place, imagePlace(link.path));
    }
    return `${REPOSITORY}/${isFolder(link.path) ? "tree" : "blob"}/main/${link.path}${link.hash}`;
  });
  return { markdown: rewritten, images, faults };
}

export const imagePlace = (path) => path.replace(/^docs\//, "");

/** The file of the repository that a link names; undefined for an address elsewhere. */
function parseLink(file, target) {
  const local = target.replace(IN_REPOSITORY, "/");
  if (/^[a-z]+:/i.test(local)) return undefined;
  const [, path, hash] = /^([^#]*)(#.*)?$/.exec(local);
  if (path === "") return { path: file, hash: hash ?? "" };
  const absolute = path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(file), path);
  return { path: absolute.replace(/\/$/, ""), hash: hash ?? "" };
}

function faultOf({ path, hash }, page) {
  if (page === undefined) return existsSync(join(root, path)) ? undefined : `${path} is missing`;
  if (hash === "" || anchorsIn(page.markdown).has(hash.slice(1))) return undefined;
  return `${path} has no heading ${hash}`;
}

const isFolder = (path) => existsSync(join(root, path)) && statSync(join(root, path)).isDirectory();

function relative(from, to) {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith(".") ? path : `./${path}`;
}
