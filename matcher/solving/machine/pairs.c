// The loops over pairs: who may meet, what a pair earns, the scan and the check.
//
// Structures of market.h come in; points, columns and counts go out. Arrays were checked by
// Market; nothing here allocates or reads beyond them.

#include "market.h"

// A number from 0 to below `tie` that favours nobody: a keyed mix of two hashes.
static inline int64_t tie_of(const Rules *rules, uint64_t one, uint64_t other) {
  uint64_t mixed = (one * 0x9E3779B97F4A7C15u) ^ other ^ (uint64_t)rules->key;
  mixed ^= mixed >> 30;
  mixed *= 0xBF58476D1CE4E5B9u;
  mixed ^= mixed >> 27;
  mixed *= 0x94D049BB133111EBu;
  mixed ^= mixed >> 31;
  return (int64_t)(mixed & (uint64_t)(rules->tie - 1));
}

static inline int64_t weight_of(const Rules *rules, int64_t points, const Person *mentee,
                                const Person *mentor) {
  return points * rules->point + tie_of(rules, mentee->hash, mentor->hash);
}

// The points of two people apart from needs and exceptions, or UNFIT.
static inline int64_t meeting_points(const Rules *rules, const Person *mentee,
                                     const Person *mentor) {
  if (mentor->grade < mentee->lowest || mentor->grade > mentee->highest || mentor->places <= 0)
    return UNFIT;
  bool near = mentee->region >= 0 && mentee->region == mentor->region;
  bool in_person = near && mentee->in_person && mentor->in_person;
  if (!in_person && !(mentee->remote && mentor->remote)) return UNFIT;
  int64_t points = rules->gap_points[mentee->grade * GRADES + mentor->grade] + mentor->bonus;
  if (rules->organisation_rule != 0) {
    bool same =
        rules->related[mentee->organisation * rules->organisations + mentor->organisation];
    if (same && rules->organisation_rule == 1) return UNFIT;
    if (!same && rules->organisation_rule == 2) points += rules->unrelated_points;
  }
  if (mentee->profession >= 0 && mentee->profession == mentor->profession)
    points += rules->profession_points;
  if (in_person) points += rules->region_points;
  return points;
}

static inline int64_t has_bit(const uint64_t *mask, int32_t bit) {
  return (int64_t)(mask[bit >> 6] >> (bit & 63)) & 1;
}

// The points of needs that a mentor's mask covers; -1 less these if none is exact.
static inline int64_t need_points(const Mentees *mentees, int64_t first, int64_t last,
                                  const uint64_t *mask) {
  int64_t points = 0, covered = 0;
  for (int64_t k = first; k < last; k++) {
    // No branch: which bits are set is as good as random, and a wrong guess costs most.
    int64_t full = has_bit(mask, mentees->need_bit[k]);
    int64_t near = has_bit(mask, mentees->need_group[k]);
    covered |= full;
    points += full * mentees->need_full[k] + (1 - full) * near * mentees->need_near[k];
  }
  return covered ? points : -1 - points;
}

// The points of the pair that stands at `s` in a mentee's list of exceptions, or UNFIT.
static int64_t special_points(const Mentees *mentees, const Mentors *mentors, const Rules *rules,
                              int64_t i, int64_t s) {
  if (mentees->special_forbidden[s]) return UNFIT;
  int64_t j = mentees->special_mentor[s];
  int64_t needs = need_points(mentees, mentees->need_start[i], mentees->need_start[i + 1],
                              mentors->mask + j * mentors->words);
  if (needs < 0 && !mentees->special_chosen[s]) return UNFIT;
  int64_t points = meeting_points(rules, &mentees->person[i], &mentors->person[j]);
  if (points < 0) return UNFIT;
  return points + (needs >= 0 ? needs : -1 - needs) + mentees->special_points[s];
}

// Keep a pair if it clears the bar, in place of the worst when full; return the new bar.
static inline int64_t keep(const Scan *scan, int64_t i, int64_t j, int64_t weight, int64_t net,
                           int64_t bar) {
  if (net <= bar) return bar;
  int64_t most = scan->block.most, place = scan->kept[i], lowest = 0;
  if (place == most) {
    for (int64_t other = 1; other < most; other++)
      if (scan->gain[other] < scan->gain[lowest]) lowest = other;
    place = lowest;
  } else {
    scan->kept[i]++;
  }
  scan->gain[place] = net;
  scan->mentor[i * most + place] = (int32_t)j;
  scan->weight[i * most + place] = weight;
  if (scan->kept[i] < most) return bar;
  lowest = 0;
  for (int64_t other = 1; other < most; other++)
    if (scan->gain[other] < scan->gain[lowest]) lowest = other;
  return scan->gain[lowest];
}

// Look at a mentee's exceptions, which the lists by area then pass over.
static int64_t try_specials(const Scan *scan, int64_t i, int64_t bar) {
  const Block *block = &scan->block;
  const Mentees *mentees = &block->mentees;
  for (int64_t s = mentees->special_start[i]; s < mentees->special_start[i + 1]; s++) {
    int64_t j = mentees->special_mentor[s];
    if (scan->stamp[j] == i) continue;
    scan->stamp[j] = (int32_t)i;
    int64_t points = special_points(mentees, &block->mentors, &block->rules, i, s);
    if (points < 0) continue;
    int64_t weight =
        weight_of(&block->rules, points, &mentees->person[i], &block->mentors.person[j]);
    bar = keep(scan, i, j, weight, weight - block->price[j], bar);
  }
  return bar;
}

// Which lists of a way on the shelf are a mentee's; -1 if none.
static inline int64_t number_of(const Person *mentee, int way, int64_t width) {
  int64_t number = 0;
  if (way == 0) number = mentee->profession;
  if (way == 1) number = mentee->in_person ? mentee->region : -1;
  return number < width ? number : -1;
}

// The most points apart from needs, gap and bonus that the lists of a way can add.
//
// Who shares the profession stands on the first way's lists, and who could meet in person
// on the second's: whom the third way finds beyond them gains neither.
static inline int64_t most_else(const Rules *rules, int way) {
  int64_t points = rules->unrelated_points;
  if (way == 0) points += rules->profession_points;
  return way < 2 ? points + rules->region_points : points;
}

// The most need points of a mentor who offers none of the needs before `k`.
static inline int64_t most_from(const Mentees *mentees, int64_t first, int64_t k, int64_t last) {
  int64_t points = 0;
  for (int64_t other = first; other < last; other++) {
    int64_t full = mentees->need_full[other], near = mentees->need_near[other];
    points += other < k || near > full ? near : full;
  }
  return points;
}

// Go down one list by rising cost until nothing that follows could clear the bar.
static int64_t walk(const Scan *scan, int64_t i, int64_t begin, int64_t end, int64_t most,
                    int64_t rest, int64_t bar) {
  const Block *block = &scan->block;
  const Mentees *mentees = &block->mentees;
  const Rules *rules = &block->rules;
  const Person *mentee = &mentees->person[i];
  int64_t first = mentees->need_start[i], last = mentees->need_start[i + 1];
  int64_t top = most * rules->point + rules->tie;
  for (int64_t place = begin; place < end; place++) {
    int64_t cost = block->shelf.cost[place];
    if (top - cost <= bar) break;
    int64_t j = block->shelf.mentor[place];
    if (scan->stamp[j] == i) continue;
    scan->stamp[j] = (int32_t)i;
    int64_t needs =
        need_points(mentees, first, last, block->mentors.mask + j * block->mentors.words);
    if ((needs + rest + 1) * rules->point - cost <= bar) continue;
    const Person *mentor = &block->mentors.person[j];
    int64_t points = meeting_points(rules, mentee, mentor);
    if (points < 0) continue;
    int64_t weight = weight_of(rules, needs + points, mentee, mentor);
    bar = keep(scan, i, j, weight, weight - block->price[j], bar);
  }
  return bar;
}

// Keep for each mentee the best pairs above the threshold.
EXPORTED int64_t best_pairs(const Scan *scan) {
  const Block *block = &scan->block;
  const Mentees *mentees = &block->mentees;
  const Shelf *shelf = &block->shelf;
  for (int64_t i = 0; i < scan->rows; i++) {
    const Person *mentee = &mentees->person[i];
    int64_t first = mentees->need_start[i], last = mentees->need_start[i + 1];
    for (int64_t at = block->listed.start[i]; at < block->listed.start[i + 1]; at++)
      scan->stamp[block->listed.mentor[at]] = (int32_t)i;
    int64_t bar = block->threshold[i];
    if (bar == FAR) continue;
    bar = try_specials(scan, i, bar);
    for (int way = 0; way < WAYS; way++) {
      int64_t width = shelf->width[way], number = number_of(mentee, way, width);
      if (number < 0) continue;
      for (int64_t k = first; k < last; k++) {
        int64_t most = most_from(mentees, first, k, last);
        for (int grade = mentee->lowest; grade <= mentee->highest; grade++) {
          int64_t rest =
              most_else(&block->rules, way) + block->rules.gap_points[mentee->grade * GRADES + grade];
          int64_t cell = (int64_t)mentees->need_bit[k] * GRADES + grade;
          int64_t list = shelf->first[way] + cell * width + number;
          bar = walk(scan, i, shelf->start[list], shelf->start[list + 1], most + rest, rest, bar);
        }
      }
    }
  }
  return 0;
}

// Where a mentee's list of exceptions holds a mentor, -1 for nowhere.
static inline int64_t special_at(const Mentees *mentees, int64_t i, int64_t j) {
  for (int64_t s = mentees->special_start[i]; s < mentees->special_start[i + 1]; s++)
    if (mentees->special_mentor[s] == j) return s;
  return -1;
}

// The points of any pair, or UNFIT.
static int64_t points_of(const Audit *audit, int64_t i, int64_t j) {
  const Mentees *mentees = &audit->mentees;
  const Mentors *mentors = &audit->mentors;
  int64_t s = special_at(mentees, i, j);
  if (s >= 0) return special_points(mentees, mentors, &audit->rules, i, s);
  int64_t needs = need_points(mentees, mentees->need_start[i], mentees->need_start[i + 1],
                              mentors->mask + j * mentors->words);
  int64_t points = meeting_points(&audit->rules, &mentees->person[i], &mentors->person[j]);
  return needs < 0 || points < 0 ? UNFIT : needs + points;
}

static bool is_taken(const Audit *audit, int64_t i, int64_t j) {
  for (int64_t at = audit->taken.start[i]; at < audit->taken.start[i + 1]; at++)
    if (audit->taken.mentor[at] == j) return true;
  return false;
}

// What the check adds up: pairs, broken conditions, taken pairs met, and sums in two halves.
enum { ELIGIBLE, BROKEN, MET, WEIGHT_HIGH, WEIGHT_LOW, SPARE_HIGH, SPARE_LOW };

// Hold one eligible pair against the prices.
static inline void judge(const Audit *audit, int64_t i, int64_t j, int64_t points,
                         const Person *mentor, int64_t price) {
  int64_t most = price + audit->threshold[i];
  if ((points + 1) * audit->rules.point <= most) return;  // whatever the tie
  int64_t spare = weight_of(&audit->rules, points, &audit->mentees.person[i], mentor) - most;
  if (spare <= 0) return;
  audit->totals[SPARE_HIGH] += spare >> 31;
  audit->totals[SPARE_LOW] += spare & 0x7FFFFFFF;
  if (!is_taken(audit, i, j)) audit->totals[BROKEN]++;
}

// Hold the pairs that were taken against the rules and the prices, each once.
static void judge_taken(const Audit *audit, int64_t i) {
  for (int64_t at = audit->taken.start[i]; at < audit->taken.start[i + 1]; at++) {
    int64_t j = audit->taken.mentor[at];
    if (at > audit->taken.start[i] && audit->taken.mentor[at - 1] == j) continue;
    int64_t points = points_of(audit, i, j);
    if (points < 0) continue;
    int64_t weight = weight_of(&audit->rules, points, &audit->mentees.person[i],
                               &audit->mentors.person[j]);
    audit->totals[MET]++;
    audit->totals[WEIGHT_HIGH] += weight >> 31;
    audit->totals[WEIGHT_LOW] += weight & 0x7FFFFFFF;
    if (weight < audit->price[j] + audit->threshold[i]) audit->totals[BROKEN]++;
  }
}

// What the check reads of a mentee and the need at `k`, at hand for a walk down a list.
typedef struct {
  int64_t i, k, first, last;
  const Person *mentee;
  const bool *related;
  const int32_t *gap_points;
  int64_t refuses, unrelated, remote, profession, region;
  int64_t least;
} Seeker;

static Seeker seeker_of(const Audit *audit, int64_t i, int64_t k) {
  const Mentees *mentees = &audit->mentees;
  const Rules *rules = &audit->rules;
  const Person *mentee = &mentees->person[i];
  int64_t first = mentees->need_start[i], last = mentees->need_start[i + 1];
  return (Seeker){
      .i = i, .k = k, .first = first, .last = last, .mentee = mentee,
      .related = rules->related + mentee->organisation * rules->organisations,
      .gap_points = rules->gap_points + mentee->grade * GRADES,
      .refuses = rules->organisation_rule == 1,
      .unrelated = rules->organisation_rule == 2 ? rules->unrelated_points : 0,
      .remote = mentee->remote,
      .profession = mentee->profession >= 0 ? mentee->profession : -2,
      .region = mentee->in_person && mentee->region >= 0 ? mentee->region : -2,
      .least = audit->threshold[i] - (most_from(mentees, first, k, last) + 1) * rules->point,
  };
}

// Small enough for a page of the stack, beyond which Windows wants a library of its own.
enum { CHUNK = 128 };

// Find on a part of a list the mentors whose pair is eligible, counted once among all needs.
//
// Without a branch: whether a pair is eligible is as good as random, and a wrong guess costs
// most. Only those whom the prices might not cover, whatever needs are met, are named.
static int64_t doubtful(const Audit *audit, const Seeker *seeker, int64_t begin, int64_t end,
                        int64_t *place_of, int64_t *points_of) {
  const Rules *rules = &audit->rules;
  const int32_t *bits = audit->mentees.need_bit;
  int64_t words = audit->mentors.words, count = 0, eligible = 0;
  for (int64_t place = begin; place < end; place++) {
    const uint64_t *mask = audit->lists.mask + place * words;
    const Person *mentor = &audit->lists.person[place];
    int64_t before = 0;
    for (int64_t other = seeker->first; other < seeker->k; other++)
      before |= has_bit(mask, bits[other]);
    int64_t same = seeker->related[mentor->organisation];
    int64_t in_person = (seeker->region == mentor->region) & mentor->in_person;
    int64_t counts = (in_person | (seeker->remote & mentor->remote)) & (before ^ 1) &
                     ((seeker->refuses & same) ^ 1);
    int64_t points = seeker->gap_points[mentor->grade] + mentor->bonus +
                     (seeker->profession == mentor->profession) * rules->profession_points +
                     in_person * rules->region_points + (same ^ 1) * seeker->unrelated;
    place_of[count] = place;
    points_of[count] = points;
    eligible += counts;
    count += counts & (points * rules->point > audit->lists.price[place] + seeker->least);
  }
  audit->totals[ELIGIBLE] += eligible;
  return count;
}

// Hold a mentee against every mentor who offers the need at `k` and none before it.
static void judge_need(const Audit *audit, int64_t i, int64_t k, int64_t cell) {
  const Lists *lists = &audit->lists;
  Seeker seeker = seeker_of(audit, i, k);
  if (seeker.mentee->lowest > seeker.mentee->highest) return;
  int64_t end = lists->start[cell + seeker.mentee->highest + 1];
  int64_t place_of[CHUNK], points_of[CHUNK];
  for (int64_t at = lists->start[cell + seeker.mentee->lowest]; at < end; at += CHUNK) {
    int64_t here = at + CHUNK < end ? at + CHUNK : end;
    int64_t count = doubtful(audit, &seeker, at, here, place_of, points_of);
    for (int64_t c = 0; c < count; c++) {
      int64_t place = place_of[c], j = lists->mentor[place];
      if (special_at(&audit->mentees, i, j) >= 0) continue;
      const uint64_t *mask = lists->mask + place * audit->mentors.words;
      int64_t needs = need_points(&audit->mentees, seeker.first, seeker.last, mask);
      judge(audit, i, j, points_of[c] + needs, &lists->person[place], lists->price[place]);
    }
  }
}

// How many of a mentee's exceptions the lists by area count as eligible: each is judged apart.
static int64_t specials_on_lists(const Audit *audit, int64_t i) {
  const Mentees *mentees = &audit->mentees;
  int64_t found = 0;
  for (int64_t s = mentees->special_start[i]; s < mentees->special_start[i + 1]; s++) {
    int64_t j = mentees->special_mentor[s];
    const uint64_t *mask = audit->mentors.mask + j * audit->mentors.words;
    int64_t needs = need_points(mentees, mentees->need_start[i], mentees->need_start[i + 1], mask);
    int64_t points = meeting_points(&audit->rules, &mentees->person[i], &audit->mentors.person[j]);
    found += needs >= 0 && points >= 0;
  }
  return found;
}

// Look at every eligible pair of some mentees, once each.
//
// One area after the other, so that the mentors who offer it stay in the processor's cache.
EXPORTED int64_t look_at_all(const Audit *audit) {
  const Mentees *mentees = &audit->mentees;
  for (int64_t i = 0; i < audit->rows; i++) {
    judge_taken(audit, i);
    for (int64_t s = mentees->special_start[i]; s < mentees->special_start[i + 1]; s++) {
      int64_t j = mentees->special_mentor[s];
      int64_t points = special_points(mentees, &audit->mentors, &audit->rules, i, s);
      if (points < 0) continue;
      audit->totals[ELIGIBLE]++;
      judge(audit, i, j, points, &audit->mentors.person[j], audit->price[j]);
    }
    audit->totals[ELIGIBLE] -= specials_on_lists(audit, i);
  }
  for (int64_t area = 0; area < audit->areas; area++)
    for (int64_t at = audit->need_from[area]; at < audit->need_from[area + 1]; at++)
      judge_need(audit, audit->need_owner[at], audit->need_at[at], area * GRADES);
  return 0;
}

#if defined(_WIN32)
// What Windows calls when it loads a library; there is nothing to prepare.
int DllMainCRTStartup(void *library, unsigned reason, void *reserved) {
  (void)library, (void)reason, (void)reserved;
  return 1;
}
#endif
