import { CSPProvider } from "@base-ui/react/csp-provider";
import { Toast } from "@base-ui/react/toast";
import { HarborError } from "@harbor/client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo } from "react";
import { ToastList } from "../ui/toasts.js";
import { CALLER_KEY, WithCaller } from "./caller.js";
import { type Credential, useCredential } from "./credential.js";
import { createHarbor, HarborContext } from "./harbor.js";
import { portal } from "./portal.js";
import { router } from "./router.js";

/** Most visits begin with a link that signs in. */
const SignIn = lazy(async () => ({ default: (await import("./sign-in.js")).SignIn }));
const Ended = lazy(async () => ({ default: (await import("./ended.js")).Ended }));
const signedOut = <Suspense>{portal === null ? <SignIn /> : <Ended />}</Suspense>;

export function App() {
  const credential = useCredential();
  return (
    // The page's policy refuses the style elements that some components would add.
    <CSPProvider disableStyleElements>
      <Toast.Provider limit={1}>
        {/* Another key sees other data: nothing of the last one stays in memory. */}
        {credential === null ? signedOut : <SignedIn key={credential.token} credential={credential} />}
        <ToastList />
      </Toast.Provider>
    </CSPProvider>
  );
}

function SignedIn({ credential }: { credential: Credential }) {
  const harbor = useMemo(() => createHarbor(credential.token), [credential]);
  const queries = useMemo(() => createQueries(), []);
  useEffect(() => {
    document.documentElement.dataset.environment = credential.environment;
    return () => {
      delete document.documentElement.dataset.environment;
      queries.clear();
    };
  }, [credential, queries]);
  return (
    <HarborContext value={harbor}>
      <QueryClientProvider client={queries}>
        <WithCaller>
          <RouterProvider router={router} />
        </WithCaller>
      </QueryClientProvider>
    </HarborContext>
  );
}

function createQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => {
        if (queryKey[0] !== CALLER_KEY[0]) checkCaller(error);
      },
    }),
    mutationCache: new MutationCache({ onError: (error) => checkCaller(error) }),
    // The client repeats what can be repeated.
    defaultOptions: { queries: { retry: false, staleTime: 5_000 }, mutations: { retry: false } },
  });
  /** A refusal may mean that the key was revoked or the session has expired: then nothing on the page works any more. */
  function checkCaller(error: Error) {
    if (error instanceof HarborError && (error.status === 401 || error.status === 403))
      void queries.invalidateQueries({ queryKey: CALLER_KEY });
  }
  return queries;
}
