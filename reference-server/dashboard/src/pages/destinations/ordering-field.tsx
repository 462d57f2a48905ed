import { SelectField } from "../../ui/form.js";

export type Ordering = "none" | "key";

interface OrderingFieldProps {
  value: Ordering;
  onChange: (value: Ordering) => void;
}

/** For callers who may configure a destination: a portal session may not set it. */
export function OrderingField({ value, onChange }: OrderingFieldProps) {
  return (
    <SelectField
      label="Order"
      name="ordering"
      value={value}
      onChange={(chosen) => onChange(chosen === "key" ? "key" : "none")}
      hint={
        value === "key"
          ? "One at a time per ordering key: a failing delivery holds back the later ones, until it succeeds or is dead."
          : "A retry does not delay later events."
      }
    >
      {[
        ["none", "In any order"],
        ["key", "By ordering key"],
      ]}
    </SelectField>
  );
}
