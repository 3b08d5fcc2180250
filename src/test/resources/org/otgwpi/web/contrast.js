/** The texts in sight whose contrast is below what WCAG 2 AA asks for (1.4.3), each with its ratio. */
export function textsTooFaint() {
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    if (text !== '' && element.checkVisibility() && element.closest('.unseen') === null) {
      const style = getComputedStyle(element);
      const ratio = contrast(channels(style.color), groundOf(element));
      if (ratio < (isLarge(style) ? 3 : 4.5)) {
        faint.push(`${text}: ${ratio.toFixed(2)}`);
      }
    }
  }
  return faint;
}

function isLarge(style) {
  const pixels = parseFloat(style.fontSize);
  return pixels >= 24 || (pixels >= 18.66 && Number(style.fontWeight) >= 700);
}

function contrast(one, other) {
  const [bright, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dark + 0.05);
}

function luminance([red, green, blue]) {
  const [r, g, b] = [red, green, blue].map((channel) => {
    const part = channel / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function groundOf(element) {
  for (let around = element; around !== null; around = around.parentElement) {
    const [red, green, blue, alpha = 1] = channels(getComputedStyle(around).backgroundColor);
    if (alpha === 1) {
      return [red, green, blue];
    }
  }
  return [255, 255, 255];
}

function channels(color) {
  return color.match(/[\d.]+/g).map(Number);
}
