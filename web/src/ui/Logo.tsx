/** The mark: two facets of a stone that make a V. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 32 32">
      <rect width="32" height="32" rx="7" fill="var(--accent)" />
      <path d="M7 9l6.6 15h4.8z" fill="var(--on-accent)" />
      <path d="M25 9l-6.6 15h-3L21 9z" fill="var(--on-accent)" opacity="0.62" />
    </svg>
  );
}
