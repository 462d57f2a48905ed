import type { Destination } from "@harbor/client";
import type { SubmitEvent } from "react";
import { useHarbor } from "../../app/harbor.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { faultOf, type FieldProps, TextField } from "../../ui/form.js";
import { optionalNumber } from "../../ui/number.js";
import { useAction } from "../../ui/use-action.js";
import { useEdits } from "../../ui/use-edits.js";
import { type Ordering, OrderingField } from "./ordering-field.js";
import { useRights } from "../../app/caller.js";

type Texts = Record<
  "url" | "name" | "timeout_seconds" | "max_concurrent_deliveries" | "max_per_second" | "ordering",
  string
>;
type Shown = Pick<FieldProps, "label" | "hint" | "inputMode" | "type" | "required"> & { name: keyof Texts };

const FIELDS: Shown[] = [
  { name: "url", label: "URL", type: "url", required: true },
  { name: "name", label: "Name" },
];

/** A portal session may not set them. */
const LIMITS: Shown[] = [
  {
    name: "timeout_seconds",
    label: "Timeout in seconds",
    inputMode: "numeric",
    hint: "How long an attempt waits for the response.",
  },
  {
    name: "max_concurrent_deliveries",
    label: "Concurrent deliveries",
    inputMode: "numeric",
    hint: "How many requests are open at a time.",
  },
  {
    name: "max_per_second",
    label: "Requests per second",
    inputMode: "decimal",
    hint: "0.1 to 10,000; empty for no limit.",
  },
];

function textsOf(destination: Destination): Texts {
  return {
    url: destination.url,
    name: destination.name ?? "",
    timeout_seconds: String(destination.timeout_seconds),
    max_concurrent_deliveries: String(destination.max_concurrent_deliveries),
    max_per_second: String(destination.max_per_second ?? ""),
    ordering: destination.ordering,
  };
}

function patchOf({
  url,
  name,
  timeout_seconds,
  max_concurrent_deliveries,
  max_per_second,
  ordering,
}: Partial<Texts>) {
  return {
    ...(url !== undefined && { url }),
    ...(name !== undefined && { name: name === "" ? null : name }),
    ...(timeout_seconds !== undefined && { timeout_seconds: Number(timeout_seconds) }),
    ...(max_concurrent_deliveries !== undefined && {
      max_concurrent_deliveries: Number(max_concurrent_deliveries),
    }),
    ...(max_per_second !== undefined && { max_per_second: optionalNumber(max_per_second) }),
    ...(ordering !== undefined && { ordering: orderingOf(ordering) }),
  };
}

const orderingOf = (text: string): Ordering => (text === "key" ? "key" : "none");

export function EditDestination({ destination }: { destination: Destination }) {
  const harbor = useHarbor();
  const { configure } = useRights();
  const { texts, edits, edit, forget } = useEdits(textsOf(destination));
  const save = useAction({
    run: async (changed: Partial<Texts>) =>
      await harbor.destinations.update(destination.id, patchOf(changed)),
    done: () => "Saved",
    changes: ["destinations"],
    showsError: true,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate(edits, { onSuccess: () => forget(edits) });
  };
  return (
    <form className="card form-grid" onSubmit={submit}>
      {[...FIELDS, ...(configure ? LIMITS : [])].map((field) => (
        <TextField
          key={field.name}
          {...field}
          value={texts[field.name]}
          onChange={(text) => edit(field.name, text)}
          error={faultOf(save.error, field.name)}
        />
      ))}
      {configure && (
        <OrderingField value={orderingOf(texts.ordering)} onChange={(text) => edit("ordering", text)} />
      )}
      {save.error !== null && <ErrorNotice error={save.error} />}
      <footer className="row">
        <button className="button primary" disabled={save.isPending}>
          {save.isPending ? "Saving…" : "Save"}
        </button>
      </footer>
    </form>
  );
}
