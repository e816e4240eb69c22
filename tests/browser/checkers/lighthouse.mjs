// Asks Lighthouse about pages, one browser for all of them.
// Usage: node lighthouse.mjs BROWSER CATEGORY,CATEGORY URL...
// Prints one JSON object: {URL: {CATEGORY: {score, short: [what lowers the score]}}}.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [browser, categories, ...urls] = process.argv.slice(2);
const chrome = await launch({ chromePath: browser, chromeFlags: ["--headless=new", "--no-sandbox"] });
const flags = {
  port: chrome.port,
  logLevel: "error",
  onlyCategories: categories.split(","),
  disableFullPageScreenshot: true,
  // A slow line matters to how fast a page is, and to nothing else.
  throttlingMethod: categories.includes("performance") ? "simulate" : "provided",
};
const answer = {};
for (const url of urls) {
  const { lhr } = await lighthouse(url, flags);
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  answer[url] = Object.fromEntries(Object.values(lhr.categories).map((category) => [category.id, {
    score: category.score,
    short: category.auditRefs
      .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
      .map(({ id }) => `${id} ${lhr.audits[id].score} ${lhr.audits[id].displayValue ?? ""}`.trim()),
  }]));
}
console.log(JSON.stringify(answer));
await chrome.kill();
