// Fetches what a few tests run on but no normal install should carry (Prisma and Next.js 15, over 500 MB) into .cache.
// Without it those tests are skipped and say so.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { optionalFolder } from "./folder.js";

const manifest = {
  private: true,
  type: "module",
  dependencies: {
    "@prisma/adapter-better-sqlite3": "7.10.0",
    "@prisma/adapter-pg": "7.10.0",
    "@prisma/client": "7.10.0",
    next: "15.5.29",
    prisma: "7.10.0",
    react: "19.3.1",
    "react-dom": "19.3.1",
  },
};

/** The client for one database, with one table to write effects to. */
function writeSchema(provider: string): string {
  const folder = join(optionalFolder, provider);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "schema.prisma"),
    `generator client {
  provider = "prisma-client"
  output   = "./client"
}
datasource db {
  provider = "${provider}"
}
model Effect {
  id  String @id
  key String
  @@map("prisma_effects")
}
`,
  );
  writeFileSync(
    join(folder, "prisma.config.ts"),
    `import { defineConfig } from "prisma/config";\nexport default defineConfig({ schema: "schema.prisma" });\n`,
  );
  return folder;
}

function run(command: string, cwd: string): void {
  // `generate` starts no schema engine, yet would download one: naming any program as the engine keeps it from that.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
  const { status } = spawnSync(command, { shell: true, stdio: "inherit", env, cwd });
  if (status !== 0) process.exit(status ?? 1);
}

mkdirSync(optionalFolder, { recursive: true });
writeFileSync(join(optionalFolder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
run("npm install --ignore-scripts --no-audit --no-fund", optionalFolder);
rmSync(join(optionalFolder, "node_modules", "better-sqlite3"), { recursive: true }); // the repository's is compiled already
for (const provider of ["postgresql", "sqlite"]) run("npx prisma generate", writeSchema(provider));
