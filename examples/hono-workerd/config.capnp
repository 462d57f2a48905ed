using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "storage", disk = (path = "storage", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:3000", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "dist/worker.js")],
  compatibilityDate = "2026-01-01",
  bindings = [
    (name = "HARBOR_SIGNING_SECRET", fromEnvironment = "HARBOR_SIGNING_SECRET"),
    (name = "IDEMPOTENCY", durableObjectNamespace = "IdempotencyObject"),
    (name = "CUSTOMERS", durableObjectNamespace = "Customer"),
  ],
  durableObjectNamespaces = [
    (className = "IdempotencyObject", uniqueKey = "idempotency", enableSql = true),
    (className = "Customer", uniqueKey = "customer", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "storage"),
);
