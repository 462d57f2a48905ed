import type { Delivery, ListDeliveriesQuery } from "@harbor/client";
import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { BatchProgress, ProgressBar } from "../../ui/batch-progress.js";
import { Dialog } from "../../ui/dialog.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { formatCount, plural } from "../../ui/number.js";
import { useBatch } from "../../ui/use-batch.js";
import type { Selection } from "../../ui/use-selection.js";

interface ResendProps {
  selection: Selection<Delivery>;
  /** The filters of the list, with times as of now. */
  filter: () => ListDeliveriesQuery;
  isFiltered: boolean;
}

/** Sends deliveries again: those that are picked, or all that match the filters. */
export function Resend({ selection, filter, isFiltered }: ResendProps) {
  const harbor = useHarbor();
  const [open, setOpen] = useState(false);
  const batch = useBatch<Delivery>({
    each: async ({ id, event_id, destination_id, status }) => {
      if (status === "dead") await harbor.dlq.replay(id);
      else if (status === "succeeded")
        await harbor.events.replay(event_id, { destination_ids: [destination_id] });
      else await harbor.deliveries.retry(id);
    },
    changes: ["deliveries", "events", "stats", "attention"],
  });
  const { size } = selection.picked;
  return (
    <div className="bulk">
      <div className="row">
        <button
          className={size > 0 ? "button primary" : "button"}
          disabled={batch.isRunning}
          onClick={() => setOpen(true)}
        >
          <RotateCw aria-hidden />
          {size > 0
            ? `Send ${formatCount(size)} again…`
            : isFiltered
              ? "Send all that match again…"
              : "Send all again…"}
        </button>
        {size > 0 && (
          <button className="button" onClick={selection.clear}>
            Clear the selection
          </button>
        )}
      </div>
      <BatchProgress
        batch={batch}
        doing="Sending again"
        done={(count) => plural(count, "delivery is sent again", "deliveries are sent again")}
      />
      <Dialog title="Send deliveries again" open={open} onOpenChange={setOpen}>
        <Question
          picked={size > 0 ? [...selection.picked.values()] : null}
          filter={filter}
          onStart={(deliveries) => {
            setOpen(false);
            selection.clear();
            void batch.start(deliveries, deliveries.length);
          }}
        />
      </Dialog>
    </div>
  );
}

/** More are not collected in the page. */
const MAX_FOUND = 10_000;
const PAGE_SIZE = 100;

interface QuestionProps {
  /** Null: all that match the filter. */
  picked: Delivery[] | null;
  filter: () => ListDeliveriesQuery;
  onStart: (deliveries: Delivery[]) => void;
}

/** Counts first. The list is as long as it is now: what arrives while the user reads the count is not sent. */
function Question({ picked, filter, onStart }: QuestionProps) {
  const harbor = useHarbor();
  const [found, setFound] = useState(0);
  const search = useQuery({
    queryKey: ["deliveries to resend"],
    enabled: picked === null,
    gcTime: 0,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const all: Delivery[] = [];
      for await (const page of harbor.deliveries
        .list({ ...filter(), limit: PAGE_SIZE }, { signal })
        .pages()) {
        all.push(...page.data);
        setFound(all.length);
        if (all.length >= MAX_FOUND) break;
      }
      return all.slice(0, MAX_FOUND);
    },
  });
  const deliveries = picked ?? search.data;
  if (search.error !== null) return <ErrorNotice error={search.error} retry={() => void search.refetch()} />;
  if (deliveries === undefined)
    return <ProgressBar label={`Counting, ${formatCount(found)} so far`} value={null} max={1} />;
  return (
    <Counted
      deliveries={deliveries}
      isCut={picked === null && deliveries.length === MAX_FOUND}
      onStart={onStart}
    />
  );
}

interface CountedProps {
  deliveries: Delivery[];
  isCut: boolean;
  onStart: (deliveries: Delivery[]) => void;
}

function Counted({ deliveries, isCut, onStart }: CountedProps) {
  const [withSucceeded, setWithSucceeded] = useState(false);
  const of = (...statuses: string[]) => deliveries.filter(({ status }) => statuses.includes(status));
  const waiting = of("pending", "retrying").length;
  const dead = of("dead").length;
  const succeeded = of("succeeded").length;
  const chosen = withSucceeded ? deliveries : of("pending", "retrying", "dead");
  return (
    <div className="stack">
      {isCut && (
        <p className="notice warn">
          <span>
            More match than the newest {formatCount(MAX_FOUND)}, which are counted here. The page Dead letters
            replays any number of dead deliveries of a destination.
          </span>
        </p>
      )}
      <ul className="stack">
        {waiting > 0 && (
          <li>{plural(waiting, "unfinished delivery", "unfinished deliveries")}: one attempt now.</li>
        )}
        {dead > 0 && (
          <li>
            {plural(dead, "dead delivery", "dead deliveries")}: replayed, with new retries and a new time
            budget.
          </li>
        )}
        {succeeded > 0 && (
          <li>
            <label className="choice">
              <input
                type="checkbox"
                className="row-box"
                checked={withSucceeded}
                onChange={({ target }) => setWithSucceeded(target.checked)}
              />
              {plural(succeeded, "delivery", "deliveries")} that succeeded: send{" "}
              {succeeded === 1 ? "it" : "them"} too, as{" "}
              {succeeded === 1 ? "a new delivery" : "new deliveries"} of the same{" "}
              {succeeded === 1 ? "event" : "events"}.
            </label>
          </li>
        )}
      </ul>
      <p className="muted small">
        A few are sent at a time. It stops when you press Stop or leave the page; what is sent stays sent.
      </p>
      <footer className="row">
        <button className="button primary" disabled={chosen.length === 0} onClick={() => onStart(chosen)}>
          Send {formatCount(chosen.length)} again
        </button>
      </footer>
    </div>
  );
}
