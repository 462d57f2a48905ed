import { builtinModules } from "node:module";
import { defineConfig } from "eslint/config";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { words } from "./tools/words/eslint-plugin.mjs";

const tests = ["**/*.test.ts", "**/test/**", "**/conformance/**", "**/bench/**"];
const scripts = ["**/*.{js,mjs,cjs}"];
/** Servers take asynchronous listeners in scripts and tests, as in users' code: what they reject with ends the process. */
const asyncListeners = ["error", { checksVoidReturn: { arguments: false } }];
const nodeGlobals = Object.fromEntries(
  Object.getOwnPropertyNames(globalThis).map((name) => [name, "readonly"]),
);

/** Read from `deps` only, so that a test can run a day of retries in milliseconds. */
const ambientInputs = [
  { object: "Date", property: "now", message: "Use the clock in deps." },
  { object: "Math", property: "random", message: "Use the random source in deps." },
  { object: "process", property: "env", message: "Settings come from config.ts through deps." },
];

export default defineConfig(
  {
    ignores: [
      "**/dist/",
      "**/node_modules/",
      "**/generated/",
      ".cache/",
      // Checked by their own builds: they bring types of their own along, and take the packages' from dist/.
      "examples/next/",
      "examples/hono-workerd/",
      "examples/nest/",
    ],
  },
  // A rule that good code has to switch off is a wrong rule: it is tuned here, never in a comment.
  { linterOptions: { noInlineConfig: true } },
  tseslint.configs.strictTypeChecked,
  // The list contains the words themselves.
  { ignores: ["tools/words/word-list.mjs"], plugins: { words }, rules: { "words/plain-words": "error" } },
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 3],
      "object-shorthand": "error",
      "prefer-const": "error",
      "no-restricted-imports": [
        "error",
        { paths: builtinModules.map((name) => ({ name, message: `Write node:${name}.` })) },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-floating-promises": ["error", { checkThenables: true }],
      "@typescript-eslint/no-invalid-void-type": "off", // a handler may return an outcome or nothing
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/only-throw-error": [
        "error",
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "@typescript-eslint/require-await": "off", // a synchronous store behind an asynchronous port
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/unbound-method": "off", // ports are taken apart: const { get, list } = store
    },
  },
  {
    files: [
      "packages/*/src/**/*.{ts,tsx}",
      "reference-server/src/**/*.ts",
      "reference-server/dashboard/src/**/*.{ts,tsx}",
    ],
    ignores: tests,
    rules: { "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }] },
  },
  // A table, with a row for each error code.
  { files: ["reference-server/src/errors.ts"], rules: { "max-lines": "off" } },
  {
    files: ["reference-server/dashboard/src/**/*.{ts,tsx}"],
    ...reactHooks.configs.flat.recommended,
    rules: {
      ...reactHooks.configs.flat.recommended.rules,
      "react-hooks/incompatible-library": "off", // about the React Compiler, which does not compile this
    },
  },
  { files: ["docs/site/theme/**"], languageOptions: { globals: { document: "readonly" } } },
  { files: ["**/log.ts", "examples/**"], rules: { "no-console": "off" } },
  // Express knows an error handler by its four parameters.
  {
    files: ["packages/receiver/src/adapters/express.ts", "examples/multi-tenant/app.ts"],
    rules: { "max-params": ["error", 4] },
  },
  {
    files: ["reference-server/src/{environments,ingest,delivery,maintenance,store,http}/**/*.ts"],
    ignores: tests,
    rules: { "no-restricted-properties": ["error", ...ambientInputs] },
  },
  {
    files: tests,
    rules: {
      "max-params": "off",
      "no-console": "off",
      "no-restricted-properties": [
        "error",
        ...["it", "test", "describe"].flatMap((object) =>
          ["only", "skip", "todo"].map((property) => ({ object, property, message: "Every test runs." })),
        ),
      ],
      "@typescript-eslint/no-misused-promises": asyncListeners,
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    files: scripts,
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: nodeGlobals, parserOptions: { projectService: true } },
    rules: {
      "no-undef": "error",
      "no-console": "off",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", name: "test", package: "node:test" }] },
      ],
      "@typescript-eslint/no-misused-promises": asyncListeners,
    },
  },
);
