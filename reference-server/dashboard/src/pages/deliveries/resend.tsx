import type { Delivery, ListDeliveriesQuery } from "@harbor/client";
import { RotateCw } from "lucide-react";
import { useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { BatchProgress, ProgressBar } from "../../ui/batch-progress.js";
import { Dialog } from "../../ui/dialog.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { formatCount, plural } from "../../ui/number.js";
import { useBatch } from "../../ui/use-batch.js";
import { useCollected } from "../../ui/use-collected.js";
import type { Selection } from "../../ui/use-selection.js";

interface ResendProps {
  selection: Selection<Delivery>;
  /** Whether the list has no rows. The progress is shown all the same. */
  isEmpty: boolean;
  /** The filters of the list, with times as of now. */
  filter: () => ListDeliveriesQuery;
  /** Another one for other filters. */
  list: string;
  isFiltered: boolean;
}

/** Sends deliveries again: those that are picked, or all that match the filters. */
export function Resend({ selection, isEmpty, filter, list, isFiltered }: ResendProps) {
  const harbor = useHarbor();
  const [openFor, setOpenFor] = useState<string | null>(null);
  // The browser's Back changes the list behind an open dialog.
  if (openFor !== null && openFor !== list) setOpenFor(null);
  const batch = useBatch<Sendable>({
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
      {!isEmpty && (
        <Buttons
          selection={selection}
          isFiltered={isFiltered}
          isRunning={batch.isRunning}
          onOpen={() => setOpenFor(list)}
        />
      )}
      <BatchProgress
        batch={batch}
        doing="Sending again"
        done={(count) => plural(count, "delivery is sent again", "deliveries are sent again")}
      />
      <Dialog
        title="Send deliveries again"
        open={openFor === list}
        onOpenChange={(open) => setOpenFor(open ? list : null)}
      >
        <Question
          picked={size > 0 ? [...selection.picked.values()] : null}
          filter={filter}
          list={list}
          onStart={(deliveries) => {
            setOpenFor(null);
            selection.clear();
            void batch.start(deliveries);
          }}
        />
      </Dialog>
    </div>
  );
}

interface ButtonsProps {
  selection: Selection<Delivery>;
  isFiltered: boolean;
  isRunning: boolean;
  onOpen: () => void;
}

function Buttons({ selection, isFiltered, isRunning, onOpen }: ButtonsProps) {
  const { size } = selection.picked;
  const all = isFiltered ? "Send all that match again…" : "Send all again…";
  return (
    <div className="row">
      <button className={size > 0 ? "button primary" : "button"} disabled={isRunning} onClick={onOpen}>
        <RotateCw aria-hidden />
        {size > 0 ? `Send ${formatCount(size)} again…` : all}
      </button>
      {size > 0 && (
        <button className="button" onClick={selection.clear}>
          Clear the selection
        </button>
      )}
    </div>
  );
}

const PAGE_SIZE = 100;

/** The part of a delivery that is kept while all that match are counted: there may be hundreds of thousands. */
type Sendable = Pick<Delivery, "id" | "event_id" | "destination_id" | "status" | "waiting_for">;

interface QuestionProps {
  /** Null: all that match the filter. */
  picked: Sendable[] | null;
  filter: () => ListDeliveriesQuery;
  list: string;
  onStart: (deliveries: Sendable[]) => void;
}

/** Counts first. The list is as long as it is now: what arrives while the user reads the count is not sent. */
function Question({ picked, filter, list, onStart }: QuestionProps) {
  const harbor = useHarbor();
  const all = useCollected({
    queryKey: ["deliveries to resend", list],
    enabled: picked === null,
    pages: (signal) => harbor.deliveries.list({ ...filter(), limit: PAGE_SIZE }, { signal }).pages(),
    keep: ({ id, event_id, destination_id, status, waiting_for }): Sendable => ({
      id,
      event_id,
      destination_id,
      status,
      waiting_for,
    }),
  });
  const deliveries = picked ?? all.data;
  if (all.error !== null) return <ErrorNotice error={all.error} retry={() => void all.refetch()} />;
  if (deliveries === undefined)
    return <ProgressBar label={`Counting, ${formatCount(all.found)} so far`} value={null} max={1} />;
  return <Counted deliveries={deliveries} onStart={onStart} />;
}

interface CountedProps {
  deliveries: Sendable[];
  onStart: (deliveries: Sendable[]) => void;
}

/** The ways to send a delivery again, and the reason not to. */
type Kind = "unfinished" | "held" | "blocked" | "dead" | "succeeded";

function kindOf({ status, waiting_for }: Sendable): Kind {
  if (status === "dead") return "dead";
  if (status === "succeeded") return "succeeded";
  if (waiting_for === "key") return "blocked";
  return waiting_for === "resume" ? "held" : "unfinished";
}

function Counted({ deliveries, onStart }: CountedProps) {
  const [chosenKinds, setChosenKinds] = useState<Kind[]>(["unfinished", "dead"]);
  const count = (kind: Kind) => deliveries.filter((delivery) => kindOf(delivery) === kind).length;
  const chosen = deliveries.filter((delivery) => chosenKinds.includes(kindOf(delivery)));
  const [unfinished, dead, blocked] = [count("unfinished"), count("dead"), count("blocked")];
  const optional = (kind: Kind) => ({
    count: count(kind),
    isChosen: chosenKinds.includes(kind),
    onChange: (isChosen: boolean) =>
      setChosenKinds((kinds) => (isChosen ? [...kinds, kind] : kinds.filter((other) => other !== kind))),
  });
  return (
    <div className="stack">
      <ul className="stack">
        {unfinished > 0 && (
          <li>{plural(unfinished, "unfinished delivery", "unfinished deliveries")}: one attempt now.</li>
        )}
        {dead > 0 && (
          <li>
            {plural(dead, "dead delivery", "dead deliveries")}: replayed, with new retries and a new time
            budget.
          </li>
        )}
        <Optional {...optional("held")}>
          {(it) => `held while the destination is paused: send ${it} now, although the receiver is paused.`}
        </Optional>
        <Optional {...optional("succeeded")}>
          {(it, isOne) =>
            `that succeeded: send ${it} too, as ${isOne ? "a new delivery" : "new deliveries"} of the same ${isOne ? "event" : "events"}.`
          }
        </Optional>
        {blocked > 0 && (
          <li>
            {plural(blocked, "delivery waits", "deliveries wait")} for an earlier one with the same ordering
            key: not sent out of order.
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

interface OptionalProps {
  count: number;
  isChosen: boolean;
  onChange: (isChosen: boolean) => void;
  children: (it: "it" | "them", isOne: boolean) => string;
}

/** Deliveries that are sent only if the user wants it. */
function Optional({ count, isChosen, onChange, children }: OptionalProps) {
  if (count === 0) return null;
  return (
    <li>
      <label className="choice">
        <input
          type="checkbox"
          className="row-box"
          checked={isChosen}
          onChange={({ target }) => onChange(target.checked)}
        />
        {plural(count, "delivery", "deliveries")} {children(count === 1 ? "it" : "them", count === 1)}
      </label>
    </li>
  );
}
