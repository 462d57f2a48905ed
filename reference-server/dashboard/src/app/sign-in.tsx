import { Field } from "@base-ui/react/field";
import { useMutation } from "@tanstack/react-query";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type SubmitEvent, useMemo, useState } from "react";
import { ErrorNotice } from "../ui/error-notice.js";
import { Logo } from "../ui/logo.js";
import { signIn } from "./credential.js";
import { createHarbor, serverUrl } from "./harbor.js";

export function SignIn() {
  const queries = useMemo(() => new QueryClient(), []);
  return (
    <QueryClientProvider client={queries}>
      <main className="sign-in">
        <Logo />
        <h1>Sign in to Harbor</h1>
        <p className="muted">
          Use an API key of the environment that you want to see: <code>hk_test_…</code> or{" "}
          <code>hk_live_…</code>. It stays in this tab until you close it.
        </p>
        <SignInForm />
        <details>
          <summary>Where do I find a key?</summary>
          <p>
            <code>npm start</code> prints a link that signs in. On a server, create a key with:
          </p>
          <pre className="code">npx harbor-server keys create --environment test</pre>
        </details>
      </main>
    </QueryClientProvider>
  );
}

function SignInForm() {
  const [token, setToken] = useState("");
  const check = useMutation({
    mutationFn: async (given: string) => await createHarbor(given).caller.get(),
    onSuccess: (_caller, given) => signIn(given),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    check.mutate(token.trim());
  };
  return (
    <form onSubmit={submit} className="stack">
      <Field.Root className="field">
        <Field.Label>API key</Field.Label>
        <Field.Control
          className="input mono"
          type="password"
          name="key"
          autoComplete="off"
          autoFocus
          required
          spellCheck={false}
          value={token}
          onValueChange={setToken}
        />
        <Field.Description className="hint">For the server at {serverUrl}</Field.Description>
      </Field.Root>
      {check.error && <ErrorNotice error={check.error} />}
      <button className="button primary" disabled={check.isPending}>
        {check.isPending ? "Checking the key…" : "Sign in"}
      </button>
    </form>
  );
}
