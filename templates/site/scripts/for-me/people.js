// Mentors as the points see them, as a pure function: read from the index, grades as ranks.
import { codesOf } from "../search.js";

export function mentorsOf(index, { grades }) {
  const helping = new Set(index.data.helping);
  const ranks = new Map(grades.map(([, label], rank) => [label, rank]));
  return index.name.map((_name, person) => {
    const values = (key) => codesOf(index.facets[key], person).map((code) => index.facets[key].names[code]);
    return {
      person,
      github: index.login[person],
      offers: values("area"),
      organisation: values("organisation")[0],
      profession: values("profession")[0] ?? null,
      region: values("region")[0],
      meets: values("meets"),
      grade: ranks.get(values("grade")[0]),
      has_room: values("room")[0] === "has room now",
      helps_nobody_yet: !helping.has(person),
    };
  });
}
