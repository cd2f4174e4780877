/** Search that folds scripts, apostrophes and case: Fargʻona = Farg'ona = Фарғона = Фергана. */

const LETTERS: Readonly<Record<string, string>> = {
  а: "a", б: "b", в: "v", г: "g", ғ: "g", д: "d", е: "e", ё: "yo", ж: "j", з: "z", и: "i", й: "y", к: "k", қ: "q",
  л: "l", м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ў: "o", ф: "f", х: "x", ҳ: "h", ц: "s",
  ч: "ch", ш: "sh", щ: "sh", ъ: "", ы: "i", ь: "", э: "e", ю: "yu", я: "ya", ң: "n", ә: "a", ө: "o", ү: "u", і: "i",
};

/** Every mark that people type for the turned comma of oʻ and gʻ, and for the glottal stop. */
const APOSTROPHES = /['’‘ʻʼ`´ʹ′"“”]/g;

/**
 * Russian names of cities keep a letter that Uzbek lost: Фергана has е where Фарғона has а. So vowels
 * are folded to one sign in the loose form, and doubled letters to one.
 */
export function fold(text: string): string {
  const plain = text.toLowerCase().replace(APOSTROPHES, "");
  let out = "";
  for (const letter of plain) out += LETTERS[letter] ?? letter;
  return out.normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** The consonant skeleton, by which spellings in two languages meet. */
export function foldLoosely(text: string): string {
  return fold(text)
    .replace(/sh|ch|zh/g, (pair) => (pair === "ch" ? "c" : pair === "sh" ? "$" : "j"))
    .replace(/kh|x/g, "h").replace(/q/g, "k").replace(/dj/g, "j").replace(/ts/g, "s")
    .replace(/[aeiouy]+/g, "a").replace(/([^ ])\1+/g, "$1");
}

/**
 * How well `text` answers `query`: 0 not at all; higher is better (start of text, start of word, inside, loosely).
 */
export function score(query: string, text: string): number {
  const wanted = fold(query);
  if (!wanted) return 1;
  const have = fold(text);
  if (have === wanted) return 6;
  if (have.startsWith(wanted)) return 5;
  if (` ${have}`.includes(` ${wanted}`)) return 4;
  if (wanted.split(" ").every((word) => ` ${have}`.includes(` ${word}`))) return 3;
  if (have.includes(wanted)) return 2;
  const loose = foldLoosely(query);
  return loose.replace(/a/g, "").length >= 3 && foldLoosely(text).startsWith(loose) ? 1 : 0;
}
