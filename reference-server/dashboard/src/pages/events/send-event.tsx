import { type EventType, rawJson } from "@harbor/client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";
import { isReservedEventType } from "@harbor/shared/event-patterns";
import { useHarbor } from "../../app/harbor.js";
import { Dialog } from "../../ui/dialog.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { faultOf, type FieldProps, TextField } from "../../ui/form.js";
import { useAction } from "../../ui/use-action.js";
import { useEventTypes } from "../../ui/use-event-types.js";
import { checkBody } from "./check-body.js";

interface SendEventProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const EXAMPLE = `{
  "order_id": "ord_123",
  "amount_cents": 4500
}`;

export function SendEvent({ open, onOpenChange }: SendEventProps) {
  return (
    <Dialog title="Send an event" open={open} onOpenChange={onOpenChange}>
      <SendEventForm onSent={() => onOpenChange(false)} />
    </Dialog>
  );
}

function SendEventForm({ onSent }: { onSent: () => void }) {
  const harbor = useHarbor();
  const navigate = useNavigate();
  const { data: catalogue = [] } = useEventTypes();
  const [type, setType] = useState("order.created");
  const [typed, setBody] = useState<string | null>(null);
  const entry = catalogue.find((each) => each.type === type);
  // The example of the type, until the reader writes a body.
  const body = typed ?? exampleOf(entry);
  const [keys, setKeys] = useState<Keys>({});
  const send = useAction({
    run: async () =>
      // The text goes out as it was typed: numbers of any size, and white space.
      await harbor.events.send({ type, body: rawJson(body), ...keys }),
    done: ({ deliveries }) =>
      deliveries.length === 0 ? "Accepted. No subscription matches it" : "Accepted and on its way",
    changes: ["events", "deliveries", "stats"],
    showsError: true,
  });
  const fault = jsonFault(body);
  const mismatch = useMismatch(entry, body);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (fault !== undefined) return;
    send.mutate(undefined, {
      onSuccess: ({ id }) => {
        onSent();
        void navigate({ to: "/events/$id", params: { id } });
      },
    });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TypeField value={type} onChange={setType} error={faultOf(send.error, "type")} />
      <TextField
        label="Body"
        name="body"
        value={body}
        onChange={setBody}
        required
        multiline
        error={fault ?? mismatch}
      />
      <KeyFields keys={keys} onChange={setKeys} error={send.error} />
      {send.error !== null && <ErrorNotice error={send.error} />}
      <footer className="row">
        <button className="button primary" disabled={send.isPending || fault !== undefined}>
          {send.isPending ? "Sending…" : "Send"}
        </button>
      </footer>
    </form>
  );
}

/** Only those that are filled in. */
type Keys = { [Name in (typeof KEYS)[number]["name"]]?: string };

const KEYS = [
  {
    name: "idempotency_key",
    label: "Idempotency key (optional)",
    hint: "A second event with the same key is not sent.",
  },
  {
    name: "ordering_key",
    label: "Ordering key (optional)",
    hint: "Destinations that keep the order get events with the same key one at a time.",
  },
] as const;

interface KeyFieldsProps {
  keys: Keys;
  onChange: (keys: Keys) => void;
  error: Error | null;
}

function KeyFields({ keys, onChange, error }: KeyFieldsProps) {
  return KEYS.map(({ name, ...shown }) => (
    <TextField
      key={name}
      name={name}
      {...shown}
      value={keys[name] ?? ""}
      onChange={(value) => {
        const { [name]: _, ...others } = keys;
        onChange(value === "" ? others : { ...others, [name]: value });
      }}
      error={faultOf(error, name)}
    />
  ));
}

function TypeField({ value, ...field }: Pick<FieldProps, "value" | "onChange" | "error">) {
  const { data: catalogue = [] } = useEventTypes();
  const entry = catalogue.find(({ type }) => type === value);
  return (
    <TextField
      label="Type"
      name="type"
      value={value}
      required
      suggestions={catalogue.filter(isOwn).map(({ type }) => type)}
      hint={entry?.description ?? "Segments of letters, digits, - and _ with dots between them."}
      {...field}
    />
  );
}

/** Harbor's own types cannot be sent. */
function isOwn({ type }: EventType): boolean {
  return !isReservedEventType(type);
}

function exampleOf(entry: EventType | undefined): string {
  return entry === undefined || entry.example === null ? EXAMPLE : JSON.stringify(entry.example, null, 2);
}

/** The first place at which the body does not match the schema of its type. The server may accept it all the same. */
function useMismatch(entry: EventType | undefined, body: string): string | undefined {
  const check = useQuery({
    queryKey: ["body-check", entry?.type, body],
    queryFn: async () => await checkBody(entry?.schema, JSON.parse(body)),
    enabled: entry !== undefined && entry.schema !== null && jsonFault(body) === undefined,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const [first] = check.data ?? [];
  if (first === undefined || entry === undefined) return undefined;
  const effect = entry.validation === "enforce" ? "Harbor refuses it" : "Harbor still accepts it";
  return `${first.pointer === "" ? "The body" : first.pointer} ${first.message}. ${effect}.`;
}

/** Why the text is not JSON, in the browser's words. */
function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `This is not JSON yet: ${error instanceof Error ? error.message : String(error)}`;
  }
}
