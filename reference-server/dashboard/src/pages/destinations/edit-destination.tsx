import type { Destination } from "@harbor/client";
import { type SubmitEvent, useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { faultOf, type FieldProps, TextField } from "../../ui/form.js";
import { useAction } from "../../ui/use-action.js";
import { type Ordering, OrderingField } from "./ordering-field.js";
import { useRights } from "../../app/caller.js";

type Shown = Pick<FieldProps, "name" | "label" | "hint" | "inputMode" | "type" | "required">;

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

/** Other text is sent as 0, which the server refuses with the bounds: null would remove the limit. */
function rateIn(text: string): number | null {
  if (text.trim() === "") return null;
  const rate = Number(text);
  return Number.isNaN(rate) ? 0 : rate;
}

export function EditDestination({ destination }: { destination: Destination }) {
  const harbor = useHarbor();
  const { configure } = useRights();
  const [values, setValues] = useState<Record<string, string>>({
    url: destination.url,
    name: destination.name ?? "",
    timeout_seconds: String(destination.timeout_seconds),
    max_concurrent_deliveries: String(destination.max_concurrent_deliveries),
    max_per_second: String(destination.max_per_second ?? ""),
  });
  const [ordering, setOrdering] = useState<Ordering>(destination.ordering === "key" ? "key" : "none");
  const save = useAction({
    run: async ({ url = "", name = "", ...numbers }: Record<string, string>) =>
      await harbor.destinations.update(destination.id, {
        url,
        name: name === "" ? null : name,
        ...(configure && {
          timeout_seconds: Number(numbers["timeout_seconds"]),
          max_concurrent_deliveries: Number(numbers["max_concurrent_deliveries"]),
          max_per_second: rateIn(numbers["max_per_second"] ?? ""),
          ordering,
        }),
      }),
    done: () => "Saved",
    changes: ["destinations"],
    showsError: true,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate(values);
  };
  return (
    <form className="card form-grid" onSubmit={submit}>
      {[...FIELDS, ...(configure ? LIMITS : [])].map((field) => (
        <TextField
          key={field.name}
          {...field}
          value={values[field.name] ?? ""}
          onChange={(value) => setValues({ ...values, [field.name]: value })}
          error={faultOf(save.error, field.name)}
        />
      ))}
      {configure && <OrderingField value={ordering} onChange={setOrdering} />}
      {save.error !== null && <ErrorNotice error={save.error} />}
      <footer className="row">
        <button className="button primary" disabled={save.isPending}>
          {save.isPending ? "Saving…" : "Save"}
        </button>
      </footer>
    </form>
  );
}
