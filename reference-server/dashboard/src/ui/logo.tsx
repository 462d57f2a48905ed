/** The mark and the name. */
export function Logo() {
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
