import type { DestinationWithSecret } from "@harbor/client";
import { useNavigate } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { Dialog, useKeepOpen } from "../../ui/dialog.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { faultOf, SelectField, TextField } from "../../ui/form.js";
import { SecretOnce } from "../../ui/secret-once.js";
import { useAction } from "../../ui/use-action.js";
import { type Ordering, OrderingField } from "./ordering-field.js";
import { SIGNATURES } from "./signatures.js";
import { useRights } from "../../app/caller.js";
import { portal, sender, Sender } from "../../app/portal.js";

interface CreateDestinationProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function CreateDestination({ open, onOpenChange }: CreateDestinationProps) {
  return (
    <Dialog title="New destination" open={open} onOpenChange={onOpenChange}>
      <Steps onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

interface Values {
  url: string;
  name: string;
  pattern: string;
  signature: string;
  ordering: Ordering;
}

const EMPTY: Values = { url: "", name: "", pattern: "**", signature: "harbor", ordering: "none" };

/** The form, then the secret of what it registered. */
function Steps({ onDone }: { onDone: () => void }) {
  const harbor = useHarbor();
  const { configure } = useRights();
  const navigate = useNavigate();
  const create = useAction({
    // One request: a pattern that is refused must not leave a destination whose secret was never shown.
    run: async ({ url, name, pattern, signature, ordering }: Values) =>
      await harbor.destinations.create({
        url,
        name: name === "" ? null : name,
        signature: signature as "harbor",
        subscriptions: pattern === "" ? [] : [{ event_type: pattern }],
        ...(configure && { ordering }),
      }),
    done: () => "The destination is registered",
    changes: ["destinations", "subscriptions"],
    showsError: true,
  });
  useKeepOpen(create.isPending || create.data !== undefined);
  const leave = ({ id }: DestinationWithSecret) => {
    onDone();
    // The mutation would keep the secret in memory.
    create.reset();
    void navigate({ to: "/destinations/$id", params: { id } });
  };
  if (create.data !== undefined) return <Created destination={create.data} onDone={leave} />;
  return <Form error={create.error} isPending={create.isPending} onSubmit={create.mutate} />;
}

interface FormProps {
  error: Error | null;
  isPending: boolean;
  onSubmit: (values: Values) => void;
}

function Form({ error, isPending, onSubmit }: FormProps) {
  const { configure } = useRights();
  const [values, setValues] = useState(EMPTY);
  const set = (name: keyof Values) => (value: string) => setValues({ ...values, [name]: value });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit(values);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label="URL"
        name="url"
        type="url"
        value={values.url}
        onChange={set("url")}
        required
        placeholder="https://example.com/webhooks"
        error={faultOf(error, "url")}
        hint={`${Sender} sends each event there, as a signed POST.${portal === null ? "" : " It has to be a public https address."}`}
      />
      <TextField label="Name (optional)" name="name" value={values.name} onChange={set("name")} />
      <TextField
        label="Event types"
        name="event_type"
        value={values.pattern}
        onChange={set("pattern")}
        error={faultOf(error, "subscriptions/0/event_type")}
        hint="order.* is one segment, order.** any number, ** everything. Empty: no subscription yet."
      />
      <SelectField label="Signature" name="signature" value={values.signature} onChange={set("signature")}>
        {SIGNATURES}
      </SelectField>
      {configure && <OrderingField value={values.ordering} onChange={set("ordering")} />}
      {error !== null && <ErrorNotice error={error} />}
      <footer className="row">
        <button className="button primary" disabled={isPending}>
          {isPending ? "Registering…" : "Register"}
        </button>
      </footer>
    </form>
  );
}

interface CreatedProps {
  destination: DestinationWithSecret;
  onDone: (destination: DestinationWithSecret) => void;
}

function Created({ destination, onDone }: CreatedProps) {
  const { signing_secret } = destination;
  if (signing_secret === null)
    return (
      <div className="stack">
        <p>
          Your receiver verifies with the public key on the destination&apos;s page. There is nothing to save
          here.
        </p>
        <button className="button primary" onClick={() => onDone(destination)}>
          Open the destination
        </button>
      </div>
    );
  return (
    <SecretOnce
      secret={signing_secret}
      advice={`Your receiver verifies with it that a request comes from ${sender}.`}
      onDone={() => onDone(destination)}
    />
  );
}
