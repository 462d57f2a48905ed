import type { Destination, Recovery } from "@harbor/client";
import { useMutation } from "@tanstack/react-query";
import { History } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { TextField } from "../../ui/form.js";
import { formatCount, plural } from "../../ui/number.js";
import { localText, ZONE } from "../../ui/time.js";
import { useAction } from "../../ui/use-action.js";

/** Delivers what the destination missed since a time. Counts first. */
export function Recover({ destination: { id, status } }: { destination: Destination }) {
  const harbor = useHarbor();
  const [since, setSince] = useState(() => localText(Date.now() - HOUR_MS, "minute"));
  const time = new Date(since);
  const range = () => ({ since: time.toISOString() });
  const count = useMutation({
    mutationFn: async () => await harbor.destinations.recover(id, { ...range(), dry_run: true }),
  });
  const recover = useAction({
    run: async () => await harbor.destinations.recover(id, range()),
    done: ({ created, revived }) =>
      `${plural(created + revived, "event is", "events are")} sent to the destination`,
    changes: ["deliveries", "stats", "attention"],
    showsError: true,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    recover.reset();
    count.mutate();
  };
  const error = count.error ?? recover.error;
  if (status === "paused")
    return <p className="muted">Resume the destination first: a recovery sends at once.</p>;
  return (
    <form className="card stack" onSubmit={submit}>
      <p className="muted">
        Sends the events since a time that it has not received: those that match its subscriptions now and
        have no delivery to it, or only dead ones. What was delivered is not sent again.
      </p>
      <div className="row recover">
        <TextField
          label={`Since (${ZONE})`}
          name="since"
          type="datetime-local"
          value={since}
          onChange={(text) => {
            setSince(text);
            count.reset();
          }}
          required
        />
        <button className="button" disabled={count.isPending || Number.isNaN(time.getTime())}>
          {count.isPending ? "Counting…" : "Count what it missed"}
        </button>
      </div>
      {error !== null && <ErrorNotice error={error} />}
      {count.data && !recover.isSuccess && (
        <Counted
          counts={count.data}
          isPending={recover.isPending}
          onStart={() => recover.mutate(undefined)}
        />
      )}
    </form>
  );
}

interface CountedProps {
  counts: Recovery;
  isPending: boolean;
  onStart: () => void;
}

function Counted({ counts: { matched, created, revived, skipped }, isPending, onStart }: CountedProps) {
  const missed = created + revived;
  return (
    <div className="notice" role="status">
      <div>
        <p>
          {plural(matched, "event matches", "events match")}: {formatCount(created)} without a delivery,{" "}
          {formatCount(revived)} dead, {formatCount(skipped)} delivered or under way.
        </p>
        {missed === 0 ? (
          <p>It missed nothing.</p>
        ) : (
          <button type="button" className="button primary" disabled={isPending} onClick={onStart}>
            <History aria-hidden />
            {isPending ? "Recovering…" : `Recover ${plural(missed, "event")}`}
          </button>
        )}
      </div>
    </div>
  );
}

const HOUR_MS = 3_600_000;
