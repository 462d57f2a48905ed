import { expect, it } from "vitest";
import { accentOf } from "./accent.js";

/** Every second corner and middle of the color cube, and the grays. */
const COLORS = ["00", "40", "80", "c0", "ff"].flatMap((r, _, all) =>
  all.flatMap((g) => all.map((b) => `#${r}${g}${b}`)),
);

/** An independent WCAG 2 contrast, from the text of the colors. */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [one, other]
    .map((color) =>
      [1, 3, 5]
        .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index]!, 0),
    )
    .sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

it.each(COLORS)("%s can be read in both themes, as a link and on a button", (color) => {
  const { light, dark } = accentOf(color);
  for (const behind of ["#ffffff", "#f6f7f9", "#eef0f4", light.soft, light.text])
    expect(contrast(light.accent, behind)).toBeGreaterThanOrEqual(4.5);
  for (const behind of ["#161b22", "#0e1116", "#1c222b", dark.soft, dark.text])
    expect(contrast(dark.accent, behind)).toBeGreaterThanOrEqual(4.5);
});

it("leaves a color as it is where it can be read already", () => {
  expect(accentOf("#1d4ed8").light.accent).toBe("#1d4ed8");
  expect(accentOf("#7cabff").dark.accent).toBe("#7cabff");
});
