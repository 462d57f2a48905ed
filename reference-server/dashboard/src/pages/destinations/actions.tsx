import type { Destination } from "@harbor/client";
import { useNavigate } from "@tanstack/react-router";
import { KeyRound, Pause, Play, Trash2 } from "lucide-react";
import { useHarbor } from "../../app/harbor.js";
import { Confirm } from "../../ui/confirm.js";
import { useAction } from "../../ui/use-action.js";
import { useRights } from "../../app/caller.js";

interface ActionsProps {
  destination: Destination;
  onSecret: (secret: string) => void;
}

export function Actions({ destination, onSecret }: ActionsProps) {
  return (
    <div className="row">
      <PauseButton destination={destination} />
      <RotateButton destination={destination} onSecret={onSecret} />
      <DeleteButton destination={destination} />
    </div>
  );
}

function PauseButton({ destination: { id, status, paused_reason } }: { destination: Destination }) {
  const harbor = useHarbor();
  const { configure } = useRights();
  const isPaused = status === "paused";
  const change = useAction({
    run: async () => await harbor.destinations.update(id, { status: isPaused ? "active" : "paused" }),
    done: (updated) =>
      updated.status === "paused" ? "The destination is paused" : "The destination is active again",
    changes: ["destinations", "attention"],
  });
  // The API refuses a session that would resume what the sender has paused.
  if (paused_reason === "manual" && !configure) return null;
  return (
    <button className="button" disabled={change.isPending} onClick={() => change.mutate(undefined)}>
      {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
      {isPaused ? "Resume" : "Pause"}
    </button>
  );
}

function RotateButton({ destination: { id, old_key_expires_at }, onSecret }: ActionsProps) {
  const harbor = useHarbor();
  const rotate = useAction({
    run: async () => await harbor.destinations.rotateSigningKey(id),
    done: () => "The signing key is rotated",
    changes: ["destinations"],
  });
  const confirm = () =>
    rotate.mutate(undefined, {
      onSuccess: ({ signing_secret }) => {
        if (signing_secret !== null) onSecret(signing_secret);
        // The mutation would keep the secret in memory.
        rotate.reset();
      },
    });
  return (
    <Confirm
      trigger={
        <>
          <KeyRound aria-hidden />
          Rotate key
        </>
      }
      title="Rotate the signing key?"
      action="Rotate"
      disabled={rotate.isPending || old_key_expires_at !== null}
      onConfirm={confirm}
    >
      <p>
        A new key replaces the old one, and its secret is shown once. For 7 days requests carry the signatures
        of both, so that the receiver can change over without losing one.
      </p>
    </Confirm>
  );
}

function DeleteButton({ destination: { id, name, url } }: { destination: Destination }) {
  const harbor = useHarbor();
  const navigate = useNavigate();
  const remove = useAction({
    run: async () => {
      await harbor.destinations.delete(id);
      // Before the refresh: this page would ask for what is gone.
      await navigate({ to: "/destinations" });
    },
    done: () => "The destination is deleted",
    changes: ["destinations", "subscriptions", "deliveries", "attention"],
  });
  return (
    <Confirm
      trigger={
        <>
          <Trash2 aria-hidden />
          Delete
        </>
      }
      title={`Delete ${name ?? url}?`}
      action="Delete the destination"
      danger
      disabled={remove.isPending}
      onConfirm={() => remove.mutate(undefined)}
    >
      <p>
        Its subscriptions are deleted too, and its unfinished deliveries die. Past deliveries stay readable.
        This cannot be undone.
      </p>
    </Confirm>
  );
}
