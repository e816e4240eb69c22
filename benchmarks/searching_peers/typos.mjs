// One slip in each word: how often the word itself is the answer, ours beside uFuzzy.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [, , scripts, library] = process.argv;
const { nearestWord } = await import(pathToFileURL(`${scripts}/nearest.js`));
const { default: UFuzzy } = await import(pathToFileURL(library));
const { vocabulary, slips } = JSON.parse(readFileSync(0, "utf8"));
const fuzzy = new UFuzzy({ intraMode: 1 });
const everywhere = new UFuzzy({ intraMode: 1, intraSlice: [0, Infinity] });

function nearestOf(library, typed) {
  const [places, info, order] = library.search(vocabulary, typed);
  if (!places?.length) return typed;
  return vocabulary[info ? info.idx[order[0]] : places[0]];
}

const ways = {
  ours: (typed) => nearestWord(vocabulary, typed),
  "uFuzzy": (typed) => nearestOf(fuzzy, typed),
  "uFuzzy, any letter": (typed) => nearestOf(everywhere, typed),
};
console.log(JSON.stringify(Object.entries(ways).map(([name, way]) => {
  const start = performance.now();
  const right = slips.filter(([word, typed]) => way(typed) === word).length;
  return [name, right / slips.length, (performance.now() - start) / slips.length];
})));
