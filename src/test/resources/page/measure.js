// Measures a page as the browser shows it: the contrast of each text with what is below it, and whether it fits.
const channels = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
const opaque = (colour) => colour.startsWith('rgb') && (channels(colour).length < 4 || channels(colour)[3] === 1);
const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
const luminance = (colour) => {
  const [red, green, blue] = channels(colour);
  return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
};
const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};
const ground = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (opaque(colour)) return colour;
  }
  return null;
};
// In a picture text stands on whatever rectangle lies below its middle.
const below = (text) => {
  const box = text.getBoundingClientRect();
  const rect = document
    .elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    .find((element) => element.tagName === 'rect' && opaque(getComputedStyle(element).fill));
  return rect ? getComputedStyle(rect).fill : null;
};
const texts = [];
const seen = (text, colour, on) => texts.push({ text, colour, on: String(on), contrast: on ? contrast(colour, on) : 0 });
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  const words = node.data.trim();
  if (!words || element.closest('script, style, title, desc, svg, [hidden]') || !element.checkVisibility()) continue;
  seen(words, getComputedStyle(element).color, ground(element));
}
// What a narrow window has to be scrolled to has nothing below it yet.
const within = (element) => {
  const box = element.getBoundingClientRect();
  return box.x + box.width / 2 < document.documentElement.clientWidth;
};
[...document.querySelectorAll('svg text')]
  .filter((text) => within(text) && getComputedStyle(text).visibility === 'visible')
  .forEach((text) => seen(text.textContent, getComputedStyle(text).fill, below(text)));
const apart = (one, other) =>
  one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
// What is said of a cell that somebody has gone to by keyboard.
const cells = [...document.querySelectorAll('svg .cell')].map((cell) => {
  const others = [...document.querySelectorAll('svg text')].filter(
    (text) => getComputedStyle(text).visibility === 'visible',
  );
  cell.focus();
  const tip = cell.querySelector('.tip');
  const box = tip.getBoundingClientRect();
  const picture = cell.closest('svg').getBoundingClientRect();
  return {
    words: tip.textContent,
    label: cell.getAttribute('aria-label'),
    focused: document.activeElement === cell,
    shown: getComputedStyle(tip).visibility === 'visible',
    inside: box.left >= picture.left && box.right <= picture.right && box.bottom <= picture.bottom,
    covers: others.filter((text) => text !== tip && !text.closest('.cell') && !apart(box, text.getBoundingClientRect()))
      .map((text) => text.textContent),
    contrast: within(tip) ? contrast(getComputedStyle(tip).fill, below(tip)) : 21,
  };
});
document.getElementById('measured').textContent = JSON.stringify({
  active: document.hasFocus(),
  dark: matchMedia('(prefers-color-scheme: dark)').matches,
  width: document.documentElement.scrollWidth,
  viewport: document.documentElement.clientWidth,
  texts,
  cells,
});
