import type { Customer } from "./worker.js";

declare global {
  namespace Cloudflare {
    /** What config.capnp binds. */
    interface Env {
      HARBOR_SIGNING_SECRET: string;
      IDEMPOTENCY: DurableObjectNamespace;
      CUSTOMERS: DurableObjectNamespace<Customer>;
    }
  }
}
