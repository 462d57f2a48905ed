import type { EventWithDeliveries } from "@harbor/client";
import { Checkbox } from "@base-ui/react/checkbox";
import { CheckboxGroup } from "@base-ui/react/checkbox-group";
import { Check, RotateCw } from "lucide-react";
import { useId, useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { Dialog } from "../../ui/dialog.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { plural } from "../../ui/number.js";
import { useAction } from "../../ui/use-action.js";
import { useDestinations } from "../../ui/use-destinations.js";
import { VisibleText } from "../../ui/visible-text.js";

/** Sends the event again: to all destinations that subscribe to it now, or to chosen ones of them. */
export function Replay({ event }: { event: EventWithDeliveries }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button className="button primary" onClick={() => setOpen(true)}>
        <RotateCw aria-hidden />
        Replay
      </button>
      <Dialog title="Replay the event" open={open} onOpenChange={setOpen}>
        <ReplayForm event={event} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function ReplayForm({ event, onDone }: { event: EventWithDeliveries; onDone: () => void }) {
  const harbor = useHarbor();
  const { list, nameOf } = useDestinations();
  const [chosen, setChosen] = useState<string[]>([]);
  const label = useId();
  const replay = useAction({
    run: async () =>
      await harbor.events.replay(event.id, chosen.length > 0 ? { destination_ids: chosen } : {}),
    done: ({ data }) => plural(data.length, "new delivery", "new deliveries"),
    changes: ["events", "deliveries", "stats"],
    showsError: true,
  });
  return (
    <div className="stack">
      <p className="muted">
        A replay creates new deliveries of the same event, with the same body and event id. Without a choice
        it goes to every destination that subscribes to <VisibleText text={event.type} /> now.
      </p>
      <CheckboxGroup className="choices" aria-labelledby={label} value={chosen} onValueChange={setChosen}>
        <strong id={label}>Only to</strong>
        {list.map(({ id }) => (
          <label key={id} className="choice">
            <Checkbox.Root className="checkbox" value={id}>
              <Checkbox.Indicator>
                <Check aria-hidden />
              </Checkbox.Indicator>
            </Checkbox.Root>
            <VisibleText text={nameOf(id)} />
          </label>
        ))}
      </CheckboxGroup>
      {replay.error !== null && <ErrorNotice error={replay.error} />}
      <footer className="row">
        <button
          className="button primary"
          disabled={replay.isPending}
          onClick={() => replay.mutate(undefined, { onSuccess: onDone })}
        >
          {chosen.length === 0 ? "Replay to all" : `Replay to ${plural(chosen.length, "destination")}`}
        </button>
      </footer>
    </div>
  );
}
