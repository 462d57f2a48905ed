import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { Keyboard, LogOut, Menu, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Logo } from "../ui/logo.js";
import { Shortcuts } from "./shortcuts.js";
import { useCaller } from "./caller.js";
import { isOfSender, NAVIGATION } from "./navigation.js";
import { portal, productName } from "./portal.js";
import { ReturnLink } from "./return-link.js";
import { signOut, useCredential } from "./credential.js";
import { ThemeButton } from "./theme-button.js";

export function Shell() {
  const [open, setOpen] = useState(false);
  const [help, setHelp] = useState(false);
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useTitle(path);
  const { return_url: returnUrl } = useCaller();
  const { reset } = useQueryErrorResetBoundary();
  useEffect(reset, [path, reset]);
  const skip = () => main.current?.focus();
  return (
    <div className="shell">
      <button className="skip-link" onClick={skip}>
        Skip to the content
      </button>
      <div className="environment-stripe" aria-hidden />
      <header className="topbar">
        <button
          className="icon-button menu-button"
          aria-expanded={open}
          aria-controls="navigation"
          aria-label={open ? "Close the navigation" : "Open the navigation"}
          onClick={() => setOpen(!open)}
        >
          {open ? <X aria-hidden /> : <Menu aria-hidden />}
        </button>
        <Logo />
        <EnvironmentBadge />
        <span className="spacer" />
        {returnUrl !== null && <ReturnLink url={returnUrl} />}
        <button
          className="icon-button keyboard-button"
          aria-label="Keyboard shortcuts"
          onClick={() => setHelp(true)}
        >
          <Keyboard aria-hidden />
        </button>
        <ThemeButton />
        <button className="icon-button" aria-label="Sign out" onClick={signOut}>
          <LogOut aria-hidden />
        </button>
      </header>
      <nav id="navigation" className={open ? "sidebar open" : "sidebar"} aria-label="Pages">
        <Navigation onChoice={() => setOpen(false)} />
      </nav>
      <main ref={main} tabIndex={-1} className="content">
        {isOfSender(path) ? <NotFound /> : <Outlet />}
      </main>
      <Shortcuts open={help} onOpenChange={setHelp} />
    </div>
  );
}

function Navigation({ onChoice }: { onChoice: () => void }) {
  return (
    <ul>
      {NAVIGATION.map(({ to, label, icon: Icon }) => (
        <li key={to}>
          <Link
            to={to}
            activeOptions={{ exact: to === "/", includeSearch: false }}
            className="nav-link"
            onClick={onChoice}
          >
            <Icon aria-hidden />
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** In words, color and pattern: a person must not confuse the two. A tenant of the portal knows live data only as its data. */
function EnvironmentBadge() {
  const environment = useCredential()?.environment;
  if (portal !== null && environment === "live") return null;
  return <span className="environment-badge">{environment === "live" ? "Live" : "Test data"}</span>;
}

function useTitle(path: string): void {
  const environment = useCredential()?.environment ?? "test";
  useEffect(() => {
    const page = NAVIGATION.findLast(({ to }) => path === to || path.startsWith(`${to}/`));
    const parts = [
      page?.label,
      environment === "test" ? "test" : portal === null ? "LIVE" : undefined,
      productName,
    ];
    document.title = parts.filter((part) => part !== undefined).join(" · ");
  }, [path, environment]);
}

export function NotFound() {
  return (
    <div className="page">
      <h1>There is no such page</h1>
      <p>
        The address is wrong, or it is of another version. <Link to="/">Go to the overview</Link>.
      </p>
    </div>
  );
}
