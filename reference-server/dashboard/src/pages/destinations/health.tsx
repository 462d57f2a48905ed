import { useQuery } from "@tanstack/react-query";
import { useHarbor } from "../../app/harbor.js";
import { Async } from "../../ui/async.js";
import { Charts, Tiles } from "../overview/statistics.js";

const DAY_MS = 86_400_000;
const REFRESH_MS = 30_000;

export function Health({ id }: { id: string }) {
  const harbor = useHarbor();
  const stats = useQuery({
    queryKey: ["stats", "destination", id],
    queryFn: ({ signal }) =>
      harbor.stats.get(
        { destination_id: id, bucket: "hour", since: new Date(Date.now() - DAY_MS).toISOString() },
        { signal },
      ),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Async query={stats} label="statistics">
      {(data) => (
        <>
          <Tiles stats={data} />
          <Charts stats={data} />
        </>
      )}
    </Async>
  );
}
