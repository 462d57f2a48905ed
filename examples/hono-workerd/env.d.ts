import type { Customer } from "./worker.js";

declare global {
  namespace Cloudflare {
    /** The bindings of config.capnp. */
    interface Env {
      HARBOR_SIGNING_SECRET: string;
      IDEMPOTENCY: DurableObjectNamespace;
      CUSTOMERS: DurableObjectNamespace<Customer>;
    }
  }
}
