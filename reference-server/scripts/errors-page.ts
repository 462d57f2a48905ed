// Prints docs/errors.md, generated from the table in errors.ts. npm run generate writes it, or checks it.
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { ERRORS } from "../src/errors.js";

const INTRODUCTION = `# Error codes

<!-- Generated from reference-server/src/errors.ts by npm run generate. Do not edit. -->

Every error response has the same body:

\`\`\`json
{
  "error": {
    "code": "invalid_event_type",
    "message": "The event type is not valid.",
    "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_event_type",
    "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
    "details": [{ "path": "body/type", "message": "must not have an empty segment" }]
  }
}
\`\`\`

Branch on \`code\`, which does not change. \`message\` is for people and can change. \`details\` is optional: \`path\` is \`body\`,
\`query\` or \`headers\` followed by a JSON Pointer. \`request_id\` is also in the \`Harbor-Request-Id\` header and in the server's log.
`;

function section([code, { status, message, cause, remedy }]: [
  string,
  (typeof ERRORS)[keyof typeof ERRORS],
]): string {
  return `## ${code}

Status ${status}. ${message}

- **Cause:** ${cause}
- **Remedy:** ${remedy}
`;
}

const file = fileURLToPath(new URL("../../docs/errors.md", import.meta.url));
const page = [INTRODUCTION, ...Object.entries(ERRORS).map(section)].join("\n");
process.stdout.write(await format(page, { ...(await resolveConfig(file)), filepath: file }));
