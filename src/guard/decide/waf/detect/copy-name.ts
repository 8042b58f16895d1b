const copy =
  /^[\w .,&'-]{1,100} \(\d{1,3}\)\.(?:avif|bmp|csv|docx?|eml|gif|heic|html?|jpe?g|json|log|md|mov|mp3|mp4|odt|pdf|png|pptx?|rtf|svg|txt|wav|webm|webp|xlsx?|xml|zip)$/i;

/** True for the name that browsers and systems give a second copy of a file: `alert (1).png`, which calls nothing. */
export function isCopyName(text: string): boolean {
  const { length } = text;
  if (length < 8 || length > 112) return false;
  const dot = text.lastIndexOf('.', length - 2);
  return length - dot < 7 && text.charCodeAt(dot - 1) === 41 && copy.test(text);
}
