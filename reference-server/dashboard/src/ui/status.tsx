import { CircleCheck, CircleDashed, CirclePause, RotateCw, Skull, type LucideIcon } from "lucide-react";

interface Look {
  label: string;
  tone: "good" | "info" | "warn" | "bad" | "plain";
  icon: LucideIcon;
}

const LOOKS: Record<string, Look> = {
  succeeded: { label: "Succeeded", tone: "good", icon: CircleCheck },
  pending: { label: "Pending", tone: "info", icon: CircleDashed },
  retrying: { label: "Retrying", tone: "warn", icon: RotateCw },
  dead: { label: "Dead", tone: "bad", icon: Skull },
  active: { label: "Active", tone: "good", icon: CircleCheck },
  paused: { label: "Paused", tone: "warn", icon: CirclePause },
  failed: { label: "Failed", tone: "warn", icon: RotateCw },
  rejected: { label: "Rejected", tone: "bad", icon: Skull },
};

/** A state as a word with an icon, so that it does not depend on color. */
export function Status({ value }: { value: string }) {
  const { label, tone, icon: Icon } = LOOKS[value] ?? { label: value, tone: "plain", icon: CircleDashed };
  return (
    <span className={`status ${tone}`}>
      <Icon aria-hidden />
      {label}
    </span>
  );
}
