import { portal, productName } from "../app/portal.js";

/** The mark and the name; in the portal those of the sender. */
export function Logo() {
  if (portal !== null) return <SenderLogo logo={portal.logo} name={portal.name} />;
  return (
    <span className="logo">
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden>
        <rect width="32" height="32" rx="7" fill="currentColor" />
        <path
          d="M16 7v18M9 13h14M7 18c1 5 5 7 9 7s8-2 9-7"
          fill="none"
          className="logo-line"
          strokeWidth="2.6"
          strokeLinecap="round"
        />
      </svg>
      <span className="logo-name">Harbor</span>
    </span>
  );
}

function SenderLogo({ logo, name }: { logo: string | null; name: string | null }) {
  return (
    <span className="logo">
      {logo !== null && (
        <img
          className="logo-image"
          src={logo}
          alt={name === null ? productName : ""}
          height={28}
          referrerPolicy="no-referrer"
        />
      )}
      {(logo === null || name !== null) && (
        <span className={logo === null ? undefined : "logo-name"}>{productName}</span>
      )}
    </span>
  );
}
