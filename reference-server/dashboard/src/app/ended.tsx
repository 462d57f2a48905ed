import { useEffect } from "react";
import { Logo } from "../ui/logo.js";
import { productName } from "./portal.js";
import { rememberedReturnUrl, ReturnLink } from "./return-link.js";

/** Of the portal, without a session: only the sender's application can start one. */
export function Ended() {
  const returnUrl = rememberedReturnUrl();
  useEffect(() => {
    document.title = productName;
  }, []);
  return (
    <main className="sign-in">
      <Logo />
      <div className="card stack">
        <h1>This page is closed</h1>
        <p className="muted">
          Access lasts for a limited time, and yours has ended or has not begun. Open the page again from the
          application that led you here.
        </p>
        {returnUrl !== null && (
          <div>
            <ReturnLink url={returnUrl} />
          </div>
        )}
      </div>
    </main>
  );
}
