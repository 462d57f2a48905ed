import { type ApiKey, HarborError } from "@harbor/client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { Async } from "../../ui/async.js";
import { Confirm } from "../../ui/confirm.js";
import { Dialog, useKeepOpen } from "../../ui/dialog.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { SelectField, TextField } from "../../ui/form.js";
import { SecretOnce } from "../../ui/secret-once.js";
import { Time } from "../../ui/time.js";
import { useAction } from "../../ui/use-action.js";
import { VisibleText } from "../../ui/visible-text.js";

const MAX_LISTED = 200;
const ROLES: [value: string, label: string][] = [
  ["admin", "admin: everything"],
  ["send", "send: send events, and read what it sent"],
  ["read", "read: read only"],
];

export function ApiKeys() {
  const harbor = useHarbor();
  const keys = useQuery({
    queryKey: ["api-keys"],
    queryFn: ({ signal }) => harbor.apiKeys.list({ limit: 100 }, { signal }).toArray({ limit: MAX_LISTED }),
  });
  if (keys.error instanceof HarborError && keys.error.status === 403)
    return (
      <p className="notice">
        <span>This key may not see API keys. Sign in with a key of the role admin.</span>
      </p>
    );
  return (
    <Async query={keys} label="API keys">
      {(list) => (
        <>
          <ul className="card rows">
            {list.map((key) => (
              <Item key={key.id} apiKey={key} />
            ))}
          </ul>
          <CreateKey />
        </>
      )}
    </Async>
  );
}

function Item({
  apiKey: { id, hint, name, role, created_at, last_used_at, revoked_at },
}: {
  apiKey: ApiKey;
}) {
  const harbor = useHarbor();
  const revoke = useAction({
    run: async () => await harbor.apiKeys.revoke(id),
    done: () => "The key is revoked",
    changes: ["api-keys"],
  });
  return (
    <li className="rows-item">
      <div className="row">
        <code>{hint}</code>
        <span className={revoked_at === null ? "status info" : "status"}>
          {revoked_at === null ? role : "revoked"}
        </span>
        <VisibleText text={name ?? ""} />
        <span className="spacer" />
        <span className="muted small">
          created <Time value={created_at} />, {last_used_at === null ? "never used" : "used "}
          {last_used_at !== null && <Time value={last_used_at} />}
        </span>
        {revoked_at === null && (
          <Confirm
            trigger="Revoke"
            small
            title={`Revoke the key ${hint}?`}
            action="Revoke the key"
            danger
            disabled={revoke.isPending}
            onConfirm={() => revoke.mutate(undefined)}
          >
            <p>
              Requests with this key are refused from now on, this page&apos;s too if it is its key. This
              cannot be undone.
            </p>
          </Confirm>
        )}
      </div>
    </li>
  );
}

function CreateKey() {
  const [open, setOpen] = useState(false);
  return (
    <div>
      <button className="button" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        New key
      </button>
      <Dialog title="New API key" open={open} onOpenChange={setOpen}>
        <CreateForm onDone={() => setOpen(false)} />
      </Dialog>
    </div>
  );
}

function CreateForm({ onDone }: { onDone: () => void }) {
  const harbor = useHarbor();
  const [name, setName] = useState("");
  const [role, setRole] = useState("send");
  const create = useAction({
    run: async () => await harbor.apiKeys.create({ name: name === "" ? null : name, role: role as "send" }),
    done: () => "The key is created",
    changes: ["api-keys"],
    showsError: true,
  });
  useKeepOpen(create.isPending || create.data !== undefined);
  if (create.data !== undefined)
    return (
      <SecretOnce
        secret={create.data.key}
        advice="Give it to the program that needs it, as HARBOR_API_KEY."
        onDone={() => {
          create.reset();
          onDone();
        }}
      />
    );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    create.mutate(undefined);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label="Name (optional)"
        name="name"
        value={name}
        onChange={setName}
        placeholder="checkout service"
      />
      <SelectField label="Role" name="role" value={role} onChange={setRole}>
        {ROLES}
      </SelectField>
      {create.error !== null && <ErrorNotice error={create.error} />}
      <footer className="row">
        <button className="button primary" disabled={create.isPending}>
          {create.isPending ? "Creating…" : "Create"}
        </button>
      </footer>
    </form>
  );
}
