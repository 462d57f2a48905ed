import type { Delivery } from "@harbor/client";
import { useMemo } from "react";
import { waitingText } from "../../ui/explain.js";
import { formatMs } from "../../ui/number.js";
import type { Column } from "../../ui/row-table.js";
import { Status } from "../../ui/status.js";
import { Time } from "../../ui/time.js";
import { useDestinations } from "../../ui/use-destinations.js";
import { VisibleText } from "../../ui/visible-text.js";

export function useDeliveryColumns(): Column<Delivery>[] {
  const { nameOf } = useDestinations();
  return useMemo(
    () => [
      {
        title: "Status",
        width: "110px",
        narrowWidth: "48px",
        cell: ({ status }) => <Status value={status} />,
      },
      { title: "Event type", width: "minmax(0, 2fr)", cell: ({ event_type }) => event_type },
      {
        title: "Destination",
        width: "minmax(0, 2fr)",
        cell: ({ destination_id }) => <VisibleText text={nameOf(destination_id)} />,
        wideOnly: true,
      },
      {
        title: "Response",
        width: "minmax(0, 1fr)",
        cell: ({ response_code, error, waiting_for }) =>
          [response_code ?? error, waitingText(waiting_for)].filter((part) => part !== null).join(", ") ||
          "–",
        wideOnly: true,
      },
      { title: "Retries", width: "64px", cell: ({ retry_count }) => retry_count, wideOnly: true },
      {
        title: "Latency",
        width: "80px",
        cell: ({ latency_ms }) => (latency_ms === null ? "–" : formatMs(latency_ms)),
        wideOnly: true,
      },
      { title: "Created", width: "96px", cell: ({ created_at }) => <Time value={created_at} /> },
    ],
    [nameOf],
  );
}
