/* How far two colours are apart, as WCAG 2.2 counts contrast. Pure. */

/* The token that a colour is seen on: what --on-… lies on, or paper. A pattern lies on its choice. */
export function groundOf(token) {
  const over = token.match(/^(?:on|pattern)-(.+)$/);
  if (!over) return token === "qr-ink" ? "qr-paper" : "paper";
  const ground = over[1].match(/^\d/) ? `choice-${over[1]}` : over[1];
  return ground;
}

/* From 1 to 21; colours as the browser computes them. What is see-through is laid over the other one first. */
export function contrast(one, other) {
  const ground = channels(other);
  const [lighter, darker] = [luminance(over(channels(one), ground)), luminance(ground)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function channels(colour) {
  const [r, g, b, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
  return { parts: [r, g, b], alpha };
}

function over({ parts, alpha }, ground) {
  return { parts: parts.map((part, at) => part * alpha + ground.parts[at] * (1 - alpha)), alpha: 1 };
}

function luminance({ parts }) {
  const [r, g, b] = parts.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
