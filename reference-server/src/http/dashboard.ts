import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../config.js";
import { ApiError } from "../errors.js";

/**
 * Only files of this server: no inline script or style, no eval, no request to another host. Trusted Types also refuse HTML that a
 * script assembles from text.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

const PAGE = "index.html";

const PAGE_HEADERS = {
  // The address of the page may name a destination or an event.
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

type Headers = Record<string, string>;

interface Allowed {
  /** The origins whose pages may show the page in a frame. */
  frameAncestors: readonly string[];
  /** The only image of another host. */
  images: string | null;
}

function headersOf({ frameAncestors, images }: Allowed): Headers {
  const isFramed = frameAncestors.length > 0;
  const policy = [
    ...POLICY,
    `img-src 'self'${images === null ? "" : ` ${images}`}`,
    `frame-ancestors ${isFramed ? frameAncestors.join(" ") : "'none'"}`,
  ];
  return {
    ...PAGE_HEADERS,
    "content-security-policy": policy.join("; "),
    // It knows no list of origins.
    ...(!isFramed && { "x-frame-options": "DENY" }),
  };
}

interface Asset {
  type: string;
  plain: Buffer;
  gzip: Buffer;
  etag: string;
  cacheControl: string;
}

/**
 * Serves the dashboard at `/dashboard/` and the portal, the same files for the tenants, at `/portal/`. They are read at the first
 * request and kept in memory, about 1 MB, so that a server without file descriptors to spare, or one that is updated in place, does
 * not fail on them.
 */
export function addDashboard(app: FastifyInstance, config: Pick<Config, "portalOrigins" | "portal">): void {
  const dashboard = once(readAssets);
  const portal = once(async () => await withPortalPage(await dashboard(), config.portal));
  addPage(app, {
    name: "dashboard",
    headers: headersOf({ frameAncestors: [], images: null }),
    readOnce: dashboard,
  });
  const headers = headersOf({ frameAncestors: config.portalOrigins, images: config.portal.logo });
  addPage(app, { name: "portal", headers, readOnce: portal });
}

type Assets = Map<string, Asset>;

/** The result of the first call that succeeds. */
function once(read: () => Promise<Assets>): () => Promise<Assets> {
  let assets: Promise<Assets> | undefined;
  return async () => {
    try {
      return await (assets ??= read());
    } catch (error) {
      assets = undefined;
      throw error;
    }
  };
}

/** With a page that knows that it is the portal, and its look. */
async function withPortalPage(assets: Assets, look: Config["portal"]): Promise<Assets> {
  const html = assets.get(PAGE)?.plain.toString() ?? "";
  const page = html
    .replace(/<title>.*<\/title>/, () => `<title>${escapeHtml(look.name ?? "Webhooks")}</title>`)
    .replace(
      "</head>",
      () => `<meta name="harbor-portal" content="${escapeHtml(JSON.stringify(look))}" />\n  </head>`,
    );
  if (!page.includes('name="harbor-portal"')) throw new Error(`${PAGE} of the dashboard has no </head>.`);
  return new Map([...assets, [PAGE, await toAsset(PAGE, Buffer.from(page))]]);
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

interface PageParts {
  /** The first part of its path. */
  name: string;
  headers: Headers;
  readOnce: () => Promise<Assets>;
}

function addPage(app: FastifyInstance, { name, headers, readOnce }: PageParts): void {
  const serve = async (request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.replace(/\?.*/s, "");
    // Relative, because a proxy may serve this under a path prefix. The browser keeps the fragment.
    if (path === `/${name}`)
      return reply
        .code(307)
        .headers({ ...headers, location: `${name}/` })
        .send();
    const asset = (await readOnce()).get(path.slice(`/${name}/`.length) || PAGE);
    if (asset === undefined)
      throw new ApiError("not_found", `The path ${path.slice(0, 200)} does not exist.`);
    void reply.headers(headers);
    return sendAsset(asset, request, reply);
  };
  app.get(`/${name}`, serve);
  app.get(`/${name}/*`, serve);
}

function sendAsset(
  { type, plain, gzip, etag, cacheControl }: Asset,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  void reply.headers({ etag, "cache-control": cacheControl, vary: "accept-encoding" });
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  void reply.header("content-type", type);
  if (!/\bgzip\b/.test(String(request.headers["accept-encoding"]))) return reply.send(plain);
  return reply.header("content-encoding", "gzip").send(gzip);
}

async function readAssets(): Promise<Assets> {
  const folder = dashboardFolder();
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((file) =>
    file.isFile(),
  );
  return new Map(
    await Promise.all(
      files.map(async ({ parentPath, name }): Promise<[string, Asset]> => {
        const file = join(parentPath, name);
        return [file.slice(folder.length).replaceAll(sep, "/"), await toAsset(file, await readFile(file))];
      }),
    ),
  );
}

async function toAsset(file: string, plain: Buffer): Promise<Asset> {
  return {
    type: TYPES[extname(file)] ?? "application/octet-stream",
    plain,
    gzip: await promisify(gzip)(plain),
    etag: `"${createHash("sha256").update(plain).digest("base64url")}"`,
    // The build puts a hash of the content into every file name but that of the page.
    cacheControl: file.endsWith(".html") ? "no-cache" : "public, max-age=31536000, immutable",
  };
}

/** A build has the dashboard beside its modules. Sources use that of the last build. */
function dashboardFolder(): string {
  const folders = ["./dashboard/", "../../dist/dashboard/"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const folder = folders.find((candidate) => existsSync(join(candidate, "index.html")));
  if (folder === undefined)
    throw new ApiError(
      "not_found",
      "The dashboard is not built. Run npm run build, then start the server again.",
    );
  return folder;
}
