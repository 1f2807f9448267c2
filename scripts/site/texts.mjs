/** What index.html says of each demo, for the pages that are made out of it. */

const plain = (html) => html.replace(/<[^>]*>/g, "").replace(/\s+/g, " ").trim();

/** @returns the one group of the first match */
function one(html, pattern, what) {
  const found = pattern.exec(html);
  if (!found) throw new Error(`index.html has no ${what}`);
  return found[1];
}

/**
 * @returns {{key, name, question, invitation, slides, tries: {link, name, words}[]}[]} in teaching order; texts are HTML, slides are
 *   those of the seminar; a link is what stands behind #
 */
export function demosOf(html) {
  const keys = [...html.matchAll(/<a href="#\w+" data-demo="(\w+)"/g)].map(([, key]) => key);
  return keys.map((key) => {
    const question = one(html, new RegExp(`(<section class="question" data-of="${key}"[^]*?</section>)`), `question of ${key}`);
    const about = one(html, new RegExp(`(<article class="about" data-of="${key}"[^]*?</article>)`), `text of ${key}`);
    return {
      key,
      name: one(html, new RegExp(`data-demo="${key}"[^>]*>([^<]*)<`), `name of ${key}`),
      question: plain(one(question, /<h2 data-text>([^]*?)<\/h2>/, `question of ${key}`)),
      invitation: plain(one(question, /<p data-text>([^]*?)<\/p>/, `invitation of ${key}`)),
      slides: one(question, /data-slides="([\d, ]+)"/, `slides of ${key}`),
      tries: [...about.matchAll(/<li><a href="#([^"]+)" data-text>([^]*?)<\/a>\s*<span data-text>([^]*?)<\/span><\/li>/g)].map(([, link, name, words]) => ({
        link: link.replaceAll("&amp;", "&"),
        name: plain(name),
        words: plain(words),
      })),
    };
  });
}

/** Every picture that the site has of its demos: `name` is that of the file in posters/, `link` what it shows. */
export const stillsOf = (demos) =>
  demos.flatMap(({ key, tries }) => [{ name: key, link: key }, ...tries.map(({ link }, i) => ({ name: `${key}-${i + 1}`, link }))]);
