import { type SubmitEvent, useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { faultOf, SelectField, TextField } from "../../ui/form.js";
import { useAction } from "../../ui/use-action.js";
import { useDestinations } from "../../ui/use-destinations.js";
import { Preview } from "./preview.js";
import { portal } from "../../app/portal.js";

interface SubscriptionFormProps {
  destinationId?: string | undefined;
  onDone: () => void;
}

const PATTERN = {
  label: "Event types",
  name: "event_type",
  required: true,
  placeholder: "order.*",
  hint: "* is one segment, a final ** one or more: order.** matches order.line_item.added.",
};
const FILTER = {
  label: "Filter of the body (optional)",
  name: "filter",
  multiline: true,
  placeholder: '{ "$.total": { "$gte": 100 } }',
  hint: "JSON. Every condition has to hold.",
};

export function SubscriptionForm({ destinationId, onDone }: SubscriptionFormProps) {
  const harbor = useHarbor();
  const { list } = useDestinations();
  const [chosen, setChosen] = useState(destinationId ?? "");
  const [pattern, setPattern] = useState("");
  const [filter, setFilter] = useState("");
  const destination = chosen === "" ? (list[0]?.id ?? "") : chosen;
  const parsed = parseFilter(filter);
  const create = useAction({
    run: async () =>
      await harbor.subscriptions.create({
        destination_id: destination,
        event_type: pattern,
        filter: parsed.value,
      }),
    done: () => "The subscription is active",
    changes: ["subscriptions"],
    showsError: true,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (parsed.fault === undefined) create.mutate(undefined, { onSuccess: onDone });
  };
  return (
    <form className="stack" onSubmit={submit}>
      {destinationId === undefined && (
        <SelectField label="Destination" name="destination_id" value={destination} onChange={setChosen}>
          {list.map(({ id, name, url }) => [id, name ?? url])}
        </SelectField>
      )}
      <TextField
        {...PATTERN}
        value={pattern}
        onChange={setPattern}
        error={faultOf(create.error, "event_type")}
      />
      <TextField
        {...FILTER}
        value={filter}
        onChange={setFilter}
        error={parsed.fault ?? faultOf(create.error, "filter")}
      />
      {/* A session may not try a filter on the events of the environment. */}
      {portal === null && (
        <Preview
          key={`${pattern} ${filter}`}
          pattern={pattern}
          filter={parsed.value}
          disabled={pattern === "" || parsed.fault !== undefined}
        />
      )}
      {create.error !== null && <ErrorNotice error={create.error} />}
      <footer className="row">
        <button className="button primary" disabled={create.isPending}>
          {create.isPending ? "Saving…" : "Subscribe"}
        </button>
      </footer>
    </form>
  );
}

interface ParsedFilter {
  value: Record<string, unknown> | null;
  fault?: string;
}

function parseFilter(text: string): ParsedFilter {
  if (text.trim() === "") return { value: null };
  try {
    return { value: JSON.parse(text) as Record<string, unknown> };
  } catch {
    return { value: null, fault: "This is not JSON yet." };
  }
}
