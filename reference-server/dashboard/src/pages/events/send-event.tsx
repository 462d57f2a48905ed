import { rawJson } from "@harbor/client";
import { useNavigate } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { Dialog } from "../../ui/dialog.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { faultOf, TextField } from "../../ui/form.js";
import { useAction } from "../../ui/use-action.js";

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
  const [type, setType] = useState("order.created");
  const [body, setBody] = useState(EXAMPLE);
  const [key, setKey] = useState("");
  const send = useAction({
    run: async () =>
      // The text goes out as it was typed: numbers of any size, and white space.
      await harbor.events.send({ type, body: rawJson(body), ...(key !== "" && { idempotency_key: key }) }),
    done: ({ deliveries }) =>
      deliveries.length === 0 ? "Accepted. No subscription matches it" : "Accepted and on its way",
    changes: ["events", "deliveries", "stats"],
    showsError: true,
  });
  const fault = jsonFault(body);
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
      <TextField
        label="Type"
        name="type"
        value={type}
        onChange={setType}
        required
        error={faultOf(send.error, "type")}
        hint="Segments of letters, digits, - and _ with dots between them."
      />
      <TextField label="Body" name="body" value={body} onChange={setBody} required multiline error={fault} />
      <TextField
        label="Idempotency key (optional)"
        name="idempotency_key"
        value={key}
        onChange={setKey}
        hint="A second event with the same key is not sent."
      />
      {send.error !== null && <ErrorNotice error={send.error} />}
      <footer className="row">
        <button className="button primary" disabled={send.isPending || fault !== undefined}>
          {send.isPending ? "Sending…" : "Send"}
        </button>
      </footer>
    </form>
  );
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
