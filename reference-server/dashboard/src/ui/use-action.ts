import { Toast } from "@base-ui/react/toast";
import { HarborError } from "@harbor/client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";

interface Action<Input, Output> {
  run: (input: Input) => Promise<Output>;
  /** Shown when it worked. */
  done: (output: Output, input: Input) => string;
  /** First parts of the keys of the queries whose data it changed. */
  changes: string[];
  /** The form shows the error itself. */
  showsError?: boolean;
}

/** A change on the server that a button starts: it says what happened, and refreshes what shows the old state. */
export function useAction<Input, Output>({ run, done, changes, showsError = false }: Action<Input, Output>) {
  const queries = useQueryClient();
  const toasts = Toast.useToastManager();
  const mutationKey = [useId()];
  const mutation = useMutation({
    mutationKey,
    mutationFn: run,
    onSuccess: (output, input) => {
      toasts.add({ title: done(output, input) });
    },
    onError: (error) => {
      if (showsError) return;
      const request = error instanceof HarborError && error.requestId !== null ? ` (${error.requestId})` : "";
      toasts.add({
        title: "That did not work",
        description: `${error.message}${request}`,
        priority: "high",
        timeout: 0,
      });
    },
    onSettled: () => Promise.all(changes.map((name) => queries.invalidateQueries({ queryKey: [name] }))),
  });
  // Once at a time: a second click can come before the button is drawn disabled.
  const mutate: typeof mutation.mutate = (...given) => {
    if (queries.isMutating({ mutationKey }) === 0) mutation.mutate(...given);
  };
  return { ...mutation, mutate };
}
