import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useHarbor } from "../../app/harbor.js";
import { Async } from "../../ui/async.js";
import { ProgressBar } from "../../ui/batch-progress.js";
import { Confirm } from "../../ui/confirm.js";
import { formatCount, plural } from "../../ui/number.js";
import { useAction } from "../../ui/use-action.js";

interface ReplayAllProps {
  id: string;
  count: number;
  name: string;
}

const POLL_MS = 500;

/** One call, which the server works through: the number of those that are still dead shows how far it is. */
export function ReplayAll({ id, count, name }: ReplayAllProps) {
  const harbor = useHarbor();
  const replay = useAction({
    run: async () => await harbor.dlq.replayAll({ destination_id: id }),
    done: ({ replayed, skipped }) =>
      `${plural(replayed, "delivery is", "deliveries are")} sent again${skipped > 0 ? `, ${formatCount(skipped)} skipped` : ""}`,
    changes: ["deliveries", "stats", "attention"],
  });
  const depth = useQuery({
    queryKey: ["stats", "dead of", id],
    enabled: replay.isPending,
    refetchInterval: POLL_MS,
    queryFn: async ({ signal }) =>
      (await harbor.stats.get({ destination_id: id, bucket: "day" }, { signal })).dlq_depth,
  });
  if (replay.isPending)
    return (
      <ProgressBar
        label="Replaying"
        value={depth.data === undefined ? null : Math.max(0, count - depth.data)}
        max={count}
      />
    );
  return (
    <Confirm
      trigger={
        <>
          <RotateCw aria-hidden />
          {`Replay ${formatCount(count)}`}
        </>
      }
      title={`Replay ${plural(count, "dead delivery", "dead deliveries")} to ${name}?`}
      action="Replay"
      onConfirm={() => replay.mutate(undefined)}
    >
      <p>The receiver gets each of them again, with the same event id, new retries and a new time budget.</p>
      <Forecast id={id} />
    </Confirm>
  );
}

/** The server's own count, of now. */
function Forecast({ id }: { id: string }) {
  const harbor = useHarbor();
  const forecast = useQuery({
    queryKey: ["deliveries", "replay forecast", id],
    gcTime: 0,
    queryFn: async () => await harbor.dlq.replayAll({ destination_id: id, dry_run: true }),
  });
  return (
    <Async query={forecast} label="the count">
      {({ replayed, skipped }) => (
        <p role="status">
          {formatCount(replayed)} will be sent
          {skipped > 0 &&
            `, ${formatCount(skipped)} skipped: the destination is paused, or the event is older than 30 days`}
          .
        </p>
      )}
    </Async>
  );
}
