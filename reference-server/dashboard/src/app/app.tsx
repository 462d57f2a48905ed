import { CSPProvider } from "@base-ui/react/csp-provider";
import { Toast } from "@base-ui/react/toast";
import { HarborError } from "@harbor/client";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { ToastList } from "../ui/toasts.js";
import { type Credential, signOut, useCredential } from "./credential.js";
import { createHarbor, HarborContext } from "./harbor.js";
import { router } from "./router.js";
import { SignIn } from "./sign-in.js";

export function App() {
  const credential = useCredential();
  return (
    // The page's policy refuses the style elements that some components would add.
    <CSPProvider disableStyleElements>
      <Toast.Provider limit={1}>
        {/* Another key sees other data: nothing of the last one stays in memory. */}
        {credential === null ? <SignIn /> : <SignedIn key={credential.token} credential={credential} />}
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
        <RouterProvider router={router} />
      </QueryClientProvider>
    </HarborContext>
  );
}

function createQueries(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError(error) {
        // The key was revoked, or the session has expired: nothing on the page works any more.
        if (error instanceof HarborError && error.status === 401) signOut();
      },
    }),
    // The client repeats what can be repeated.
    defaultOptions: { queries: { retry: false, staleTime: 5_000 }, mutations: { retry: false } },
  });
}
