/** Red, green and blue, each 0 to 255. */
type Rgb = readonly [number, number, number];

interface Tones {
  accent: string;
  /** Text on it. */
  text: string;
  /** The background of what is chosen. */
  soft: string;
}

/** AA asks for 4.5. The rest is for a button under the pointer, which is darker than the color. */
const MIN_CONTRAST = 4.7;
const MIN_ON_BUTTON = 6;
const STEP = 0.02;

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

interface Theme {
  /** The surfaces of tokens.css on which the color is text, the worst for it. */
  surface: Rgb;
  sunken: Rgb;
  textOnAccent: Rgb;
  /** The color is mixed with it until it can be read. */
  towards: Rgb;
  softness: number;
}

const LIGHT: Theme = {
  surface: WHITE,
  sunken: [238, 240, 244],
  textOnAccent: WHITE,
  towards: BLACK,
  softness: 0.1,
};
const DARK: Theme = {
  surface: [28, 34, 43],
  sunken: [28, 34, 43],
  textOnAccent: [11, 14, 19],
  towards: WHITE,
  softness: 0.18,
};

/** `#rrggbb` as the color of links and buttons in both themes, as much darker or lighter as text needs to be readable. */
export function accentOf(color: string): { light: Tones; dark: Tones } {
  const given = parse(color);
  return { light: tonesOf(given, LIGHT), dark: tonesOf(given, DARK) };
}

function tonesOf(given: Rgb, theme: Theme): Tones {
  for (let share = 0; ; share += STEP) {
    const accent = mix(given, theme.towards, Math.min(share, 1));
    const soft = mix(theme.surface, accent, theme.softness);
    const isReadable =
      [theme.surface, theme.sunken, soft].every((behind) => contrast(accent, behind) >= MIN_CONTRAST) &&
      contrast(accent, theme.textOnAccent) >= (theme === DARK ? MIN_ON_BUTTON : MIN_CONTRAST);
    if (isReadable || share >= 1)
      return { accent: format(accent), text: format(theme.textOnAccent), soft: format(soft) };
  }
}

function parse(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function format(color: Rgb): string {
  return `#${color.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function mix([r, g, b]: Rgb, other: Rgb, share: number): Rgb {
  const part = (from: number, to: number) => Math.round(from + (to - from) * share);
  return [part(r, other[0]), part(g, other[1]), part(b, other[2])];
}

/** The contrast ratio of WCAG 2. */
function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const [r, g, b] = color.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
