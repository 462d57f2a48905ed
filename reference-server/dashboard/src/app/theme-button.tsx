import { Monitor, Moon, Sun } from "lucide-react";
import { setTheme, type Theme, useTheme } from "./theme.js";

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const ICONS = { system: Monitor, light: Sun, dark: Moon };

export function ThemeButton() {
  const theme = useTheme();
  const Icon = ICONS[theme];
  return (
    <button
      className="icon-button"
      aria-label={`Theme: ${theme}. Switch to ${NEXT[theme]}.`}
      onClick={() => setTheme(NEXT[theme])}
    >
      <Icon aria-hidden />
    </button>
  );
}
