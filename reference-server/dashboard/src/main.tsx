import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.js";
import { signInFromFragment } from "./app/credential.js";
import { applyLook } from "./app/portal.js";
import { applyTheme } from "./app/theme.js";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/ui.css";
import "./styles/shell.css";

signInFromFragment();
addEventListener("hashchange", signInFromFragment);
applyTheme();
applyLook();
const root = document.getElementById("root");
if (root === null) throw new Error("The page has no #root.");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
