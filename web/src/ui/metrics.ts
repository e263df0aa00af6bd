/** A measure of tokens.css as a number of pixels, for what must be computed (virtual lists). */
export function metric(name: `--${string}`): number {
  const value = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(name));
  return Number.isFinite(value) ? value : 0;
}
