import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type StandardVectorFile, type StandardVerifyVector } from "./vectors/standard-vector-file.js";
import { type VectorFile, type VerifyVector } from "./vectors/vector-file.js";

type Command = readonly [program: string, ...args: string[]];

/** A language of docs/spec, with the command that prints the version of its toolchain. */
interface Language {
  readonly name: string;
  readonly atLeast: readonly [major: number, minor: number];
  readonly version: Command;
  /** The version is printed only with it. */
  readonly extension?: string;
  readonly build?: (output: string) => Command;
  readonly run: (output: string) => Command;
  readonly hasEd25519: boolean;
}

const spec = fileURLToPath(new URL("../../../docs/spec/", import.meta.url));

const languages: readonly Language[] = [
  {
    name: "Python",
    atLeast: [3, 9],
    version: ["python3", "--version"],
    run: () => ["python3", "-B", "python/run_vectors.py"],
    hasEd25519: false,
  },
  {
    name: "Go",
    atLeast: [1, 21],
    version: ["go", "version"],
    build: (output) => ["go", "build", "-C", "go", "-o", join(output, "run-vectors"), "./runvectors"],
    run: (output) => [join(output, "run-vectors")],
    hasEd25519: true,
  },
  {
    name: "Ruby",
    atLeast: [3, 1],
    version: ["ruby", "--version"],
    run: () => ["ruby", "ruby/run_vectors.rb"],
    hasEd25519: true,
  },
  {
    name: "PHP",
    atLeast: [8, 1],
    extension: "sodium",
    version: ["php", "-r", 'echo extension_loaded("sodium") ? PHP_VERSION : "";'],
    run: () => ["php", "php/run-vectors.php"],
    hasEd25519: true,
  },
  {
    name: "Java",
    atLeast: [17, 0],
    version: ["javac", "-version"],
    build: (output) => ["javac", "-d", output, "java/HarborSignature.java", "java/RunVectors.java"],
    run: (output) => ["java", "-XX:TieredStopAtLevel=1", "-cp", output, "RunVectors"],
    hasEd25519: true,
  },
  {
    name: "Rust",
    atLeast: [1, 73],
    version: ["rustc", "--version"],
    build: (output) => ["rustc", "--edition=2021", "-o", join(output, "run-vectors"), "rust/run_vectors.rs"],
    run: (output) => [join(output, "run-vectors")],
    hasEd25519: false,
  },
];

/** Why a language cannot be tested here; undefined if it can. */
function missing({ name, atLeast: [major, minor], version, extension }: Language): string | undefined {
  const [program, ...args] = version;
  const { error, stdout } = spawnSync(program, args, { encoding: "utf8" });
  const found = error === undefined ? /(\d+)\.(\d+)/.exec(stdout) : null;
  const isNewEnough =
    found !== null && (Number(found[1]) > major || (Number(found[1]) === major && Number(found[2]) >= minor));
  if (isNewEnough) return undefined;
  const needed = `${name} ${major}.${minor} or newer`;
  return `${extension === undefined ? needed : `${needed} with ${extension}`} is not on the PATH`;
}

/** In docs/spec. Go downloads nothing and needs no C compiler. */
async function execute([program, ...args]: Command): Promise<string> {
  const env = { ...process.env, CGO_ENABLED: "0", GOPROXY: "off", GOTOOLCHAIN: "local", GOWORK: "off" };
  return (await promisify(execFile)(program, args, { cwd: spec, env })).stdout;
}

const pathOf = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const read = (name: string): unknown => JSON.parse(readFileSync(pathOf(name), "utf8"));
const { sign, verify: harbor } = read("vectors.json") as VectorFile;
const standard = (read("standard-vectors.json") as StandardVectorFile).verify;

/** The expectation, and with signed headers the three ids as they were sent. */
function harborResult({ expect: expected, headers = [] }: VerifyVector): object {
  if (!expected.ok || !expected.headers_signed) return expected;
  const sent = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
  return {
    ...expected,
    ids: ["event-id", "event-type", "delivery-id"].map((name) => sent.get(`harbor-${name}`)),
  };
}

test("the example of the specification is the first vector", () => {
  const page = readFileSync(join(spec, "README.md"), "utf8");
  const [example] = sign;
  const body = Buffer.from(example!.body_base64, "base64").toString();
  for (const value of [example!.header, example!.secrets[0], `${example!.timestamp}.${body}`])
    expect(page).toContain(value);
});

/** Whether only a public key could verify the request. */
const needsEd25519 = ({ keys, headers }: StandardVerifyVector): boolean =>
  keys.length > 0 &&
  keys.every((key) => key.startsWith("whpk_")) &&
  headers.some(([name, value]) => /-signature$/i.test(name) && value.includes("v1a,"));

describe.each(languages)("$name", (language) => {
  const reason = missing(language);
  const output = mkdtempSync(join(tmpdir(), "harbor-spec-"));
  const covered = standard.filter((vector) => language.hasEd25519 || !needsEd25519(vector)).length;

  beforeAll(async () => {
    if (reason === undefined && language.build !== undefined) await execute(language.build(output));
  }, 120_000);

  afterAll(() => rmSync(output, { recursive: true }));

  /** One result per case, under the case's name. */
  async function decide(file: string, vectors: readonly { readonly name: string }[]): Promise<object> {
    const stdout = await execute([...language.run(output), pathOf(file)]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(vectors.length);
    return Object.fromEntries(
      vectors.map(({ name }, index) => [`${index} ${name}`, JSON.parse(lines[index]!)]),
    );
  }

  const expectations = <Vector extends { readonly name: string }>(
    vectors: readonly Vector[],
    resultOf: (vector: Vector) => object,
  ): object =>
    Object.fromEntries(vectors.map((vector, index) => [`${index} ${vector.name}`, resultOf(vector)]));

  test(`Harbor-Signature, ${harbor.length} vectors`, async (context) => {
    if (reason !== undefined) context.skip(reason);
    expect(await decide("vectors.json", harbor)).toEqual(expectations(harbor, harborResult));
  });

  test(`Standard Webhooks, ${covered} of ${standard.length} vectors`, async (context) => {
    if (reason !== undefined) context.skip(reason);
    const resultOf = (vector: StandardVerifyVector): object =>
      needsEd25519(vector) && !language.hasEd25519
        ? { ok: false, code: "ed25519_unsupported" }
        : vector.expect;
    expect(await decide("standard-vectors.json", standard)).toEqual(expectations(standard, resultOf));
  });
});
