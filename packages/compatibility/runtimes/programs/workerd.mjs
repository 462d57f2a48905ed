import { webAdapter } from "@harbor/receiver/web";
import * as signing from "@harbor/signing";
import { memoryChecks } from "./conformance.mjs";
import { receiver, roundTripChecks } from "./round-trip.mjs";
import { runChecks } from "./run-checks.mjs";
import { vectorChecks } from "./vectors.mjs";

const harbor = webAdapter(receiver);

/** `/run` returns the results; every other path is the receiver's. */
export default {
  async fetch(request, { HARBOR_BASE_URL: baseUrl, HARBOR_API_KEY: apiKey }, context) {
    const { pathname, origin } = new URL(request.url);
    if (pathname !== "/run") return harbor(request, context);
    const url = `${origin}/`;
    const result = await runChecks([
      ...vectorChecks(signing, "bundle"),
      ...memoryChecks(),
      ...roundTripChecks({ baseUrl, apiKey, url }),
    ]);
    return Response.json(result);
  },
};
